import type { HistogramSample, Labels } from './metric.js';

/** Seconds. From a lock that was free a moment later to a task that waited for half an hour. */
const BOUNDS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 900, 1_800];

/** How often something took how long. */
export class Histogram {
  private readonly counts = BOUNDS.map(() => 0);
  private sum = 0;
  private count = 0;

  observe(seconds: number): void {
    const value = Math.max(0, seconds);
    this.sum += value;
    this.count += 1;
    const index = BOUNDS.findIndex((bound) => value <= bound);
    if (index !== -1) this.counts[index] = (this.counts[index] ?? 0) + 1;
  }

  sample(labels: Labels = {}): HistogramSample {
    let below = 0;
    const buckets = BOUNDS.map((le, index) => {
      below += this.counts[index] ?? 0;
      return { le, count: below };
    });
    return { labels, buckets, sum: this.sum, count: this.count };
  }
}
