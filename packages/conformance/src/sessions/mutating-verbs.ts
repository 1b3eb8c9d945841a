import type { EventType, MutationOptions, Storage } from '@agentcoord/core';
import { LEASE_VERBS } from './verbs-of-leases.js';
import { LIMIT_VERBS } from './verbs-of-limits.js';
import { LOG_VERBS } from './verbs-of-logs.js';
import { QUEUE_VERBS } from './verbs-of-queues.js';
import { RECORD_VERBS } from './verbs-of-records.js';

/** One call of a mutating verb, in a namespace where it has an effect. */
export interface PreparedCall {
  call(storage: Storage, options?: MutationOptions): Promise<unknown>;
  /** The same verb with other arguments. */
  otherCall(storage: Storage, options?: MutationOptions): Promise<unknown>;
  /** Changes the world so that running the call once more would do or answer something else. */
  meanwhile?(): Promise<unknown>;
  /** The events the call writes, in any order: `type entity`. */
  events: Array<`${EventType} ${string}`>;
}

export interface MutatingVerb {
  /** `queues.push` */
  name: string;
  /** The permits are outside the envelope where `capabilities.strictLimits` is false. */
  onlyStrictLimits?: boolean;
  prepare(storage: Storage): Promise<PreparedCall>;
}

/**
 * Every verb that takes an operation, with what a test of all of them needs. The renewals are not
 * here: they take none, running them twice or late does no harm.
 */
export const MUTATING_VERBS: readonly MutatingVerb[] = [
  ...LEASE_VERBS,
  ...QUEUE_VERBS,
  ...RECORD_VERBS,
  ...LOG_VERBS,
  ...LIMIT_VERBS,
];
