/** What a process of the benchmark is asked to do; it answers with one figure. */
export type Question = { queue: string } & (
  | { do: 'add'; count: number; inFlight: number }
  | { do: 'add-bulk'; count: number }
  | { do: 'add-slowly'; count: number }
  | { do: 'work'; concurrency: number; seconds: number }
  | { do: 'work-off'; concurrency: number; count: number }
);
