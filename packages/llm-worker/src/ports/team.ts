import type { ApprovalWorkflow } from '@agentcoord/approvals';
import type { Board } from '@agentcoord/board';
import type { TaskQueue } from '@agentcoord/queue';

/**
 * Whom a model can turn to while it works. What is left out it is not offered. All of it acts as the worker: a model
 * has no name of its own, and can decide nothing.
 */
export interface Team {
  board?: Pick<Board, 'post' | 'show' | 'search' | 'list' | 'watch'>;
  approvals?: Pick<ApprovalWorkflow, 'request' | 'wait' | 'consume'>;
  /** Where its subtasks go. */
  queue?: Pick<TaskQueue, 'add' | 'get' | 'list'>;
  /** Told when the task waits for others: who waits is not hung. What it returns is called when that is over. */
  onWait?(what: string): () => void;
}
