import type { Operation } from '../operation/operation.js';
import type { CallOptions } from './call-options.js';

/** What became of an operation, after which it can no longer run. */
export type BurnReply =
  /** It had run: `reply` is what the call would have returned. */
  | { status: 'ran'; reply: unknown }
  /** It had not, and now never will. */
  | { status: 'burned' }
  /** A higher sequence has used the slot since: this one cannot run, whether it had is not known. */
  | { status: 'superseded' };

/** The replay cache behind every mutating verb. Not a facet: part of the envelope of all of them. */
export interface Sessions {
  /** Creates the session, or refreshes the one of that id. Idempotent. */
  open(request: { session: string }, options?: CallOptions): Promise<{ session: string }>;
  /**
   * Settles an operation of unknown outcome: its reply if it ran, else it is made impossible.
   * @throws `session_expired` when the store no longer knows the session.
   */
  burn(operation: Operation, options?: CallOptions): Promise<BurnReply>;
}
