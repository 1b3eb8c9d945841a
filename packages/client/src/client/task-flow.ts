import type { FileLock, HeldLock, LockOptions } from '@agentcoord/locks';
import { FileLocking } from './file-locking.js';
import type { HeldTask } from './session-task.js';

/** What a flow of work needs to know of its task. */
export type FlowTask = Pick<HeldTask, 'id' | 'signal'>;

/**
 * The locks of one task. Their holder is `<identity>/<task id>`: two tasks of one process exclude each
 * other, and a reaper frees them together with their agent. Waiting for one stops when the task is lost.
 */
export class TaskFlow {
  readonly locks: FileLock;
  private readonly files: FileLocking;

  constructor(
    readonly task: FlowTask,
    locks: FileLock,
    cwd: string,
    private readonly onClose: (flow: TaskFlow) => void,
  ) {
    this.locks = locks;
    this.files = new FileLocking(locks, cwd, task.signal);
  }

  lockFile(paths: string | string[], options?: LockOptions): Promise<HeldLock> {
    return this.files.lockFile(paths, options);
  }

  tryLockFile(paths: string | string[], options?: LockOptions): Promise<HeldLock | undefined> {
    return this.files.tryLockFile(paths, options);
  }

  withFileLock<T>(
    paths: string | string[],
    options: LockOptions,
    run: (lock: HeldLock) => Promise<T>,
  ): Promise<T> {
    return this.files.withFileLock(paths, options, run);
  }

  /** Gives back every lock of the task that is still held. */
  async close(): Promise<void> {
    await this.locks.releaseAll();
    this.onClose(this);
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }
}
