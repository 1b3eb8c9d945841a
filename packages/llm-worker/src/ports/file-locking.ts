export interface LockRequest {
  /** Why the files are taken, shown to those who are refused. */
  intent: string;
  /** How long to wait for other holders; 0 asks once. */
  waitMs: number;
  signal: AbortSignal;
}

/** One grant over one or more files. */
export interface HeldFiles {
  /** Goes with every write under this grant; greater than that of every grant made before. */
  readonly fence: number;
  /** Aborts with the reason as an `AgentCoordError` when the lock is lost; never after `release`. */
  readonly signal: AbortSignal;
  /** Gives the files back. Never throws for a grant that is already gone. */
  release(): Promise<void>;
}

/** What an engine needs of file locks. */
export interface FileLocking {
  /**
   * Takes all files or none, exclusively. Paths are relative to the workspace, with `/`, and resolved.
   * @throws `lock_held` with the holder in `data`; `would_deadlock`; `aborted`.
   */
  lock(paths: readonly string[], request: LockRequest): Promise<HeldFiles>;
}
