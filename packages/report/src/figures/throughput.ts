import type { Report, ThroughputBucket } from '../report.js';

const MAX_BUCKETS = 60;
const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
/** What people count in; the smallest that needs no more than `MAX_BUCKETS`. */
const STEPS = [SECOND, 2 * SECOND, 5 * SECOND, 10 * SECOND, 30 * SECOND, MINUTE, 2 * MINUTE, 5 * MINUTE]
  .concat([10 * MINUTE, 30 * MINUTE, HOUR, 2 * HOUR, 6 * HOUR, 12 * HOUR])
  .concat([1, 2, 7, 14, 28, 56].map((days) => days * 24 * HOUR));

interface Ending {
  endedAt?: number;
  state: string;
}

/** How many tasks ended when. */
export function throughput(
  tasks: readonly Ending[],
  { fromAt, toAt }: { fromAt: number; toAt: number },
): Report['throughput'] {
  const last = STEPS.at(-1) ?? HOUR;
  const needed = (toAt - fromAt) / (MAX_BUCKETS - 1);
  const bucketMs = STEPS.find((step) => step >= needed) ?? Math.ceil(needed / last) * last;
  const start = Math.floor(fromAt / bucketMs) * bucketMs;
  const count = Math.max(1, Math.floor((toAt - start) / bucketMs) + 1);
  const buckets: ThroughputBucket[] = Array.from({ length: count }, (_, index) => ({
    at: start + index * bucketMs,
    completed: 0,
    failed: 0,
  }));
  for (const { endedAt, state } of tasks) {
    const bucket = endedAt === undefined ? undefined : buckets[Math.floor((endedAt - start) / bucketMs)];
    if (bucket === undefined) continue;
    if (state === 'completed') bucket.completed += 1;
    else if (state === 'failed') bucket.failed += 1;
  }
  return { bucketMs, buckets };
}
