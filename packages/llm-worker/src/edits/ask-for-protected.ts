export interface ProtectedWrite {
  /** From the root of the workspace. */
  path: string;
  reason: string;
  content: Buffer;
  signal: AbortSignal;
}

/** Resolves when this very write was approved. @throws for every other answer, with what the model is to do then. */
export type AskForProtected = (write: ProtectedWrite) => Promise<void>;
