import type { AgentCoordError } from '@agentcoord/core';
import type { WrittenFile } from '../git/commit-files.js';
import type { TrackedVerification } from '../verify/verification.js';

/** What there is to hand in: verified, and with everything still held that the task has locked. */
export interface FinishedWork {
  summary: string;
  files: readonly WrittenFile[];
  verification?: TrackedVerification;
}

/** Where the work of a task went. */
export interface DeliveredWork {
  branch?: string;
  commit?: string;
  /** Why there is no commit although there is work. */
  notCommitted?: string;
}

export type DeliveryResult =
  | { delivered: true; work: DeliveredWork }
  /** Something for the worker to mend: `feedback` is for the model, `error` for when it may not try again. */
  | { delivered: false; feedback: string; error: AgentCoordError };

/** Hands finished work in: a commit in the shared tree, or a merge from a tree of its own. */
export interface Delivery {
  /** Whether files of a task that failed stay as they are, because nobody else sees them. */
  readonly keepsFailedWork: boolean;
  /** The last result. */
  readonly delivered: DeliveredWork | undefined;
  /** @throws what no worker can mend, and the reason of the task's signal. */
  deliver(work: FinishedWork): Promise<DeliveryResult>;
}
