const SMALLEST = 250;
const LARGEST = 5_000;
/** A store that applies a batch runs nothing else meanwhile. */
const SHORT_MS = 20;
const LONG_MS = 60;

/** How many events the next batch is of: so many that a follower is busy with it for some tens of milliseconds. */
export function batchSize(): { readonly limit: number; took(ms: number): void } {
  let limit = 500;
  return {
    get limit() {
      return limit;
    },
    took(ms) {
      if (ms > LONG_MS) limit = Math.max(SMALLEST, Math.round(limit / 2));
      else if (ms < SHORT_MS) limit = Math.min(LARGEST, limit * 2);
    },
  };
}
