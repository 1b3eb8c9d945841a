import type { AgentCoordError, Task, TaskState } from '@agentcoord/core';

/** What a work loop tells a display. A listener that throws is reported as a process warning, and the work goes on. */
export type WorkEvent =
  | { type: 'task-claimed'; task: Task }
  | { type: 'task-completed'; task: Task }
  /** `state`: `scheduled` or `ready` for another try, `failed` in the dead letter. `error`: as it was stored. */
  | { type: 'task-failed'; task: Task; error: string; state: TaskState }
  | { type: 'task-released'; task: Task; reason: string }
  /** The claim was over before it could be settled: nothing was recorded by this worker. */
  | { type: 'task-lost'; task: Task; error: AgentCoordError }
  /** Nothing to claim, and nothing running here. Once each time that begins. */
  | { type: 'idle' }
  /** The store did not answer; the loop looks again after `retryInMs`. */
  | { type: 'storage-failed'; error: AgentCoordError; retryInMs: number };

export interface WorkSummary {
  completed: number;
  /** Tries that failed, for another attempt or for good. */
  failed: number;
  /** Given back, mostly because the loop was told to stop. */
  released: number;
  /** Claims that were over before they could be settled: cancelled, or taken away. */
  lost: number;
}
