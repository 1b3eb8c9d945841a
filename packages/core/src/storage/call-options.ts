import type { Operation } from '../operation/operation.js';

export interface CallOptions {
  /** Stops the call with `aborted`. A mutation that was already sent may still have run. */
  signal?: AbortSignal;
  /** The call settles within this time, whatever the store does. Default 5,000 ms. */
  timeoutMs?: number;
  /**
   * The ownership the caller believes in, for mutations and renewals of a store whose gate was set (`Replica`): it
   * runs them only at that epoch, else throws `not_owner`. Where no gate was ever set that is an ownership the store has
   * forgotten, or never heard of: `not_owner` as well. Left out: whoever takes no part in a failover.
   */
  epoch?: number;
}

export interface MutationOptions extends CallOptions {
  /**
   * The envelope that makes a retry harmless. Left out, a storage whose replies can be lost numbers
   * the call itself; one that runs inside the calling process needs none.
   */
  operation?: Operation;
}

export const DEFAULT_CALL_TIMEOUT_MS = 5_000;
