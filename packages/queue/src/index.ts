// The queue

// Claiming and settling
export type { ClaimFilter, ClaimOptions } from './claim/claim-options.js';
export { ClaimedTask } from './claim/claimed-task.js';
// Working
export { couldClaim } from './claim/could-claim.js';
export type { FailOptions } from './claim/failure-outcome.js';
export { TaskQueue, type TaskQueueOptions } from './task-queue.js';
// Adding tasks
export type { AddedTask } from './tasks/add-batch.js';
export type { LineSource } from './tasks/lines-of.js';
export { readTaskLines } from './tasks/read-task-lines.js';
export type { TaskInput } from './tasks/task-input.js';
// Waiting
export type { WaitOptions } from './wait/wait-for-task.js';
export type { Handler } from './work/run-handler.js';
export type { WorkEvent, WorkSummary } from './work/work-event.js';
export type { WorkOptions } from './work/work-options.js';
