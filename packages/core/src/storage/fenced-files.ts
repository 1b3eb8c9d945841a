export interface FencedChange {
  path: string;
  fence: number;
  /**
   * `path` was looked up and judged before, so it must still lead there: a folder of it that has become a link is refused
   * with `conflict`. For writes on behalf of those who may not write everywhere. Default false.
   */
  pinned?: boolean;
  signal?: AbortSignal;
}

/**
 * Writes that a stale lock holder cannot make. Compare, write and rename are one critical section
 * over all processes of the host, so a pause between check and rename lets nobody else in between.
 */
export interface FencedFiles {
  /**
   * Replaces the file (temporary file, fsync, rename) if no higher fence was ever accepted or raised for this path.
   * `path` is absolute and already resolved; its folder must exist.
   * @throws `fenced` with `data.accepted` when it comes too late; nothing was written.
   */
  write(request: FencedChange & { content: string | Uint8Array; mode?: number }): Promise<void>;
  /**
   * From now on writes with a lower fence are refused, although nothing is written yet. Whoever reads a file to
   * change it calls this after the lock was granted and before the reading.
   * @throws `fenced` when a higher fence is known already.
   */
  raise(request: { path: string; fence: number; signal?: AbortSignal }): Promise<void>;
  /** Removes the file under the same rule. No error when there is none. */
  remove(request: FencedChange): Promise<void>;
  close(): Promise<void>;
}
