/**
 * Writes that a stale lock holder cannot make. Compare, write and rename are one critical section
 * over all processes of the host, so a pause between check and rename lets nobody else in between.
 */
export interface FencedFiles {
  /**
   * Replaces the file (temporary file, fsync, rename) if no higher fence was ever accepted for this path.
   * `path` is absolute and already resolved; its folder must exist.
   * @throws `fenced` with `data.accepted` when it comes too late; nothing was written.
   */
  write(request: {
    path: string;
    fence: number;
    content: string | Uint8Array;
    mode?: number;
    signal?: AbortSignal;
  }): Promise<void>;
  /** Removes the file under the same rule. No error when there is none. */
  remove(request: { path: string; fence: number; signal?: AbortSignal }): Promise<void>;
  close(): Promise<void>;
}
