export type Labels = Readonly<Record<string, string>>;

export interface Sample {
  labels: Labels;
  value: number;
}

/** One family: a gauge or counter with its samples, or a histogram. */
export type Metric = { name: string; help: string } & (
  | { type: 'gauge' | 'counter'; samples: Sample[] }
  | { type: 'histogram'; histograms: HistogramSample[] }
);

export interface HistogramSample {
  labels: Labels;
  /** Cumulative: how many observations are at most this many seconds. */
  buckets: ReadonlyArray<{ le: number; count: number }>;
  sum: number;
  count: number;
}

export function gauge(name: string, help: string, samples: Sample[]): Metric {
  return { name: `agentcoord_${name}`, help, type: 'gauge', samples };
}

export function counter(name: string, help: string, samples: Sample[]): Metric {
  return { name: `agentcoord_${name}_total`, help, type: 'counter', samples };
}
