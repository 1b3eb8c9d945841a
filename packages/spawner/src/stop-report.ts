import type { StopOutcome } from './launcher/launcher.js';

/** What really happened, as far as it was seen. */
export interface StopReport {
  id: string;
  name: string;
  outcome: StopOutcome;
  /** Processes that had to be killed, the worker's children included. */
  killed: number;
  pid?: number;
  tookMs: number;
}
