import type { Operation } from '../operation/operation.js';

export interface CallOptions {
  /** Stops the call with `aborted`. A mutation that was already sent may still have run. */
  signal?: AbortSignal;
  /** The call settles within this time, whatever the store does. Default 5,000 ms. */
  timeoutMs?: number;
}

export interface MutationOptions extends CallOptions {
  /**
   * The envelope that makes a retry harmless. Left out, a storage whose replies can be lost numbers
   * the call itself; one that runs inside the calling process needs none.
   */
  operation?: Operation;
}

export const DEFAULT_CALL_TIMEOUT_MS = 5_000;
