import type { Row } from '../report/markdown-table.js';

export interface BenchmarkContext {
  /** `--quick`: show that it runs; the figures mean little. */
  quick: boolean;
}

/** The default export of every `benchmarks/src/<name>.bench.ts`. */
export interface Benchmark {
  title: string;
  /** What is measured and how, in a sentence or two; it stands above the table. */
  about?: string;
  /** One row a measured thing; the keys become the columns, so put the unit into them: `'claims/s'`. */
  run(context: BenchmarkContext): Promise<Row[]>;
}

/** Gives a benchmark its type where it is written. */
export function defineBenchmark(benchmark: Benchmark): Benchmark {
  return benchmark;
}
