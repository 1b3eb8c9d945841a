import type { StorageConnection } from '../harness/storage-harness.js';
import type { ClaimJob } from './claim-until-done.js';
import type { LockJob } from './hold-lock.js';

/** Called with the count of tasks claimed or locks held: a place to be killed at. */
export type Milestone = (count: number) => void;

/** What a child process is told, as one argument of JSON. */
export interface ProcessJob {
  connection: StorageConnection;
  historyFile: string;
  work: { kind: 'claim'; job: ClaimJob } | { kind: 'lock'; job: LockJob };
  /** Asks its parent to kill it, by a line on stdout, when it reaches this milestone; goes on meanwhile. */
  killAt?: number;
  /** Asks to be stopped (SIGSTOP) at this milestone; its parent lets it go on after a while. */
  stopAt?: number;
}

export const KILL_ME = 'kill-me';
export const STOP_ME = 'stop-me';
