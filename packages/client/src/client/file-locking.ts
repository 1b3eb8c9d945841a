import { resolve, sep } from 'node:path';
import type { FileLock, HeldLock, LockOptions } from '@agentcoord/locks';

/** The three ways to lock files, for one holder and relative to one folder. */
export class FileLocking {
  constructor(
    readonly locks: FileLock,
    private readonly cwd: string,
    /** Stops waiting, besides the caller's own signal. */
    private readonly signal?: AbortSignal,
  ) {}

  lockFile(paths: string | string[], options?: LockOptions): Promise<HeldLock> {
    return this.locks.acquire(this.absolute(paths), this.withSignal(options));
  }

  tryLockFile(paths: string | string[], options?: LockOptions): Promise<HeldLock | undefined> {
    return this.locks.tryAcquire(this.absolute(paths), this.withSignal(options));
  }

  withFileLock<T>(
    paths: string | string[],
    options: LockOptions,
    run: (lock: HeldLock) => Promise<T>,
  ): Promise<T> {
    return this.locks.withLock(this.absolute(paths), this.withSignal(options), run);
  }

  /** A trailing slash stays: it says "a folder" of something that does not exist yet. */
  private absolute(paths: string | string[]): string | string[] {
    if (Array.isArray(paths)) return paths.map((path) => this.absoluteOf(path));
    return this.absoluteOf(paths);
  }

  private absoluteOf(path: string): string {
    // What is no path at all is refused by the lock itself, with the field's name.
    if (typeof path !== 'string' || path === '') return path;
    return resolve(this.cwd, path) + (path.endsWith('/') ? sep : '');
  }

  private withSignal(options: LockOptions = {}): LockOptions {
    if (!this.signal) return options;
    return {
      ...options,
      signal: options.signal ? AbortSignal.any([options.signal, this.signal]) : this.signal,
    };
  }
}
