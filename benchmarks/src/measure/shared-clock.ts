/** Milliseconds by a clock that all processes of a machine share. */
export function sharedMilliseconds(): number {
  return Number(process.hrtime.bigint() / 1_000n) / 1_000;
}
