import type { Duration } from '@agentcoord/core';
import type { StopOutcome } from './launcher/launcher.js';

export interface StopOptions {
  /** How long it may take to end by itself. Default `10s`; 0 kills at once. */
  grace?: Duration;
  /** Gives up waiting; what was asked to end may still do so. */
  signal?: AbortSignal;
}

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
