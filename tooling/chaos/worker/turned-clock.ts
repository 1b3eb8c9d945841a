const RealDate = Date;

/**
 * Turns this process's wall clock and leaves the monotonic one alone, as a wrong system clock would. Everything a
 * worker runs reads the wall clock through `Date`, so no library has to be loaded under Node for it.
 */
export function turnWallClock(byMs: number): void {
  if (byMs === 0) {
    globalThis.Date = RealDate;
    return;
  }
  const now = (): number => RealDate.now() + byMs;
  globalThis.Date = new Proxy(RealDate, {
    construct: (target, args, newTarget) =>
      Reflect.construct(target, args.length === 0 ? [now()] : args, newTarget),
    apply: () => new RealDate(now()).toString(),
    get: (target, name) => (name === 'now' ? now : Reflect.get(target, name)),
  });
}
