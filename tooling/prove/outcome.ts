import type { ProofResult } from './proof.js';

/** One finished proof, as it is kept between runs and written into the report. */
export interface Outcome extends ProofResult {
  name: string;
  promise: string;
  seed: number;
  durationMs: number;
  finishedAt: string;
}

export function verdict(outcome: Outcome): 'held' | 'broken' | 'skipped' {
  if (outcome.violations.length > 0) return 'broken';
  return outcome.skipped === undefined ? 'held' : 'skipped';
}
