import type { CoordinationClient, SessionOptions } from '@agentcoord/client';
import type { ClaimedTask, WorkOptions } from '@agentcoord/queue';
import type { Question } from './ask-lead.js';

/** What a handler can do beside its task. */
export interface WorkerTools {
  /** Of the agent: its locks, board, approvals. */
  client: CoordinationClient;
  /** As `task.signal`: aborts when the work should stop. */
  signal: AbortSignal;
  /** Says that work goes on: on the task, and for the watch over hung agents. */
  progress(note: string, percent?: number): Promise<void>;
  /**
   * Asks the coordinator of the team and waits for the answer; one that it cannot give comes from the coordinators above it,
   * or from a person. While it waits the worker is not taken for hung. @throws `timeout`.
   */
  ask(question: Question): Promise<string>;
}

/** Does one task. What it returns is the result; what it throws is the failure of this attempt. */
export type WorkerHandler = (task: ClaimedTask, tools: WorkerTools) => Promise<unknown>;

export interface WorkerOptions extends Omit<SessionOptions, 'kind' | 'signal' | 'takeOver'> {
  name: string;
  /** Claims tasks that share one of these. Default: every task of the parent's team; without a parent any task. */
  tags?: string[];
  /** The coordinator of its team. */
  parent?: string;
  /** Uses the store of this client, which stays open. */
  client?: CoordinationClient;
  /** Default: runs `payload.command` of the task, as `agentcoord worker` does. */
  handler?: WorkerHandler;
}

export interface WorkerLoop
  extends Pick<
    WorkOptions,
    'pollInterval' | 'concurrency' | 'maxTasks' | 'stopWhenIdle' | 'signal' | 'grace' | 'lease' | 'onEvent'
  > {
  /** Instead of the one of the worker. */
  handler?: WorkerHandler;
}
