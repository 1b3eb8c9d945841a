import { AgentCoordError, type CallOptions, EVENTS_LOG, type Storage } from '@agentcoord/core';
import { LONG_MS } from '../harness/expectations.js';
import { MUTATING_VERBS } from '../sessions/mutating-verbs.js';

/** A verb in a namespace where calling it makes sense. */
export interface AnyVerb {
  name: string;
  prepare(storage: Storage): Promise<(options?: CallOptions) => Promise<unknown>>;
}

type ReadingCall = (storage: Storage, options?: CallOptions) => Promise<unknown>;

const READING: Record<string, ReadingCall> = {
  now: (storage, options) => storage.now(options),
  'sessions.open': (storage, options) => storage.sessions.open({ session: 'session-9' }, options),
  'leases.renew': (storage, options) =>
    storage.leases.renew({ grantId: 'a', fence: 1, ttlMs: LONG_MS }, options),
  'leases.inspect': (storage, options) => storage.leases.inspect({}, options),
  'leases.guard': (storage, options) => storage.leases.guard({ grantId: 'a', fence: 1 }, options),
  'queues.renew': (storage, options) =>
    storage.queues.renew({ taskId: 'a', fence: 1, leaseMs: LONG_MS }, options),
  'queues.get': (storage, options) => storage.queues.get({ taskIds: ['a'] }, options),
  'queues.list': (storage, options) => storage.queues.list({}, options),
  'queues.stats': (storage, options) => storage.queues.stats({}, options),
  'records.get': (storage, options) => storage.records.get({ collection: 'things', ids: ['a'] }, options),
  'records.list': (storage, options) => storage.records.list({ collection: 'things' }, options),
  'records.search': (storage, options) =>
    storage.records.search({ collection: 'things', words: 'a' }, options).catch(unlessUnsupported),
  'logs.read': (storage, options) => storage.logs.read({ log: EVENTS_LOG }, options),
  'logs.head': (storage, options) => storage.logs.head({ log: EVENTS_LOG }, options),
  'limits.renewPermit': (storage, options) =>
    storage.limits.renewPermit({ name: 'llm-calls', permitId: 'a', ttlMs: LONG_MS }, options),
  'limits.readSpend': (storage, options) => storage.limits.readSpend({ scopes: ['fleet'] }, options),
  'signals.publish': (storage, options) => storage.signals.publish({ channels: ['task/a'] }, options),
};

/** Searching is a capability. */
function unlessUnsupported(error: unknown): void {
  if (!AgentCoordError.is(error, 'unsupported')) throw error;
}

/** All verbs there are, save `listen` and `burn`, which have tests of their own. */
export const EVERY_VERB: readonly AnyVerb[] = [
  ...Object.entries(READING).map(
    ([name, call]): AnyVerb => ({
      name,
      prepare: async (storage) => (options) => call(storage, options),
    }),
  ),
  ...MUTATING_VERBS.map(
    (verb): AnyVerb => ({
      name: verb.name,
      async prepare(storage) {
        const { call } = await verb.prepare(storage);
        return (options) => call(storage, options);
      },
    }),
  ),
];
