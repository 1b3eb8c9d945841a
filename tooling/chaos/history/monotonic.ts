/** ms of the clock that all processes of this machine share, in microseconds' detail. */
export function monotonicMs(): number {
  return Number(process.hrtime.bigint() / 1_000n) / 1_000;
}
