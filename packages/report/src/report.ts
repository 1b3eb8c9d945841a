import type { Approval } from '@agentcoord/approvals';
import type { TaskState } from '@agentcoord/core';
import type { CostSum } from '@agentcoord/llm-worker';
import type { AgentState } from '@agentcoord/registry';

/** How a claim ended; `open`: it had not when the report was made. */
export type SpanOutcome =
  | 'completed'
  | 'retried'
  | 'failed'
  | 'released'
  | 'expired'
  | 'evicted'
  | 'cancelled'
  | 'open';

/** One claim of one task by one agent. Times are epoch ms of the store's clock. */
export interface WorkSpan {
  taskId: string;
  title: string;
  agent: string;
  fromAt: number;
  toAt: number;
  outcome: SpanOutcome;
}

/** Time in which an agent could not go on. */
export interface WaitSpan {
  agent: string;
  fromAt: number;
  toAt: number;
  what: string;
  kind: 'lock' | 'other';
}

/** Of the claims that ended or were open in the window. */
export interface AgentStory {
  name: string;
  /** `unknown`: it is in the events, and no longer in the registry. */
  state: AgentState | 'unknown';
  role?: string;
  /** How many lives of it claimed something. */
  lives: number;
  firstAt: number;
  lastAt: number;
  completed: number;
  /** Attempts that did not complete: failed, retried, expired or taken away. */
  failedAttempts: number;
  workedMs: number;
  waitedMs: number;
}

export interface TaskStory {
  id: string;
  title: string;
  state: TaskState;
  priority: number;
  createdAt: number;
  endedAt?: number;
  attempts: number;
  maxAttempts: number;
  /** Everybody who claimed it, in order. */
  agents: string[];
  workedMs: number;
  /** The last thing that went wrong. */
  trouble?: string;
}

export interface LockStory {
  path: string;
  grants: number;
  /** Grants that had to be waited for. */
  contended: number;
  waitedMs: number;
  longestWaitMs: number;
  heldMs: number;
  /** Taken away from its holder by somebody else. */
  forced: number;
  /** Ended because nobody renewed them. */
  expired: number;
}

export interface ThroughputBucket {
  at: number;
  completed: number;
  failed: number;
}

export interface DecisionStory {
  sequence: number;
  at: number;
  author: string;
  type: string;
  context?: string;
  reason?: string;
}

export type TaskCounts = Record<TaskState, number>;

export interface Report {
  namespace: string;
  store: string;
  madeAt: number;
  /** What was asked for; left out: all there is. */
  since?: number;
  until?: number;
  /** The time the figures cover. */
  fromAt: number;
  toAt: number;
  /** The events log no longer has its beginning: what it said is in no figure of claims, locks and throughput. */
  forgotten?: { events: number; keptFromAt?: number };
  /** Tasks that existed in the window, by their state when the report was made. */
  counts: TaskCounts;
  tasks: TaskStory[];
  agents: AgentStory[];
  spans: WorkSpan[];
  waits: WaitSpan[];
  locks: LockStory[];
  throughput: { bucketMs: number; buckets: ThroughputBucket[] };
  costs: { agents: CostSum[]; models: CostSum[]; total: CostSum };
  approvals: Approval[];
  decisions: DecisionStory[];
  /** Decisions before these; only so many are kept in a report. */
  decisionsLeftOut: number;
  /** Entries of the audit log that are in its archive, of any time. */
  decisionsArchived: number;
}
