import type { EngineOutcome } from '../engine/engine-outcome.js';
import type { TaskAssignment } from '../engine/task-assignment.js';
import type { FencedWrites } from '../ports/fenced-writes.js';
import type { FileLocking } from '../ports/file-locking.js';
import type { Logger } from '../ports/logger.js';
import type { Delivery } from './delivery.js';

export const WORKSPACE_MODES = ['shared', 'worktree'] as const;

export interface WorkspaceOptions {
  /**
   * `shared` (default): tasks work in one tree, under file locks. `worktree`: each has a work tree and a branch of its
   * own, which is merged when it is verified.
   */
  mode?: (typeof WORKSPACE_MODES)[number];
  /** In `shared`: whether a finished task is committed. Default true. In `worktree` it always is. */
  commit?: boolean;
}

/** Where one task works. */
export interface TaskWorkspace {
  root: string;
  locks: FileLocking;
  files: FencedWrites;
  delivery?: Delivery;
  /** When nothing of the task runs any more. @returns the outcome, with where its work is kept. */
  close(outcome: EngineOutcome): Promise<EngineOutcome>;
}

export interface TaskWorkspaceSetting {
  assignment: TaskAssignment;
  /** For the trailer of the commit. */
  agent: string;
  root: string;
  locks: FileLocking;
  files: FencedWrites;
  signal: AbortSignal;
  logger: Logger;
  report(note: string): Promise<void>;
  hide(text: string): string;
}
