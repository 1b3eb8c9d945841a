import type { SmallWorldOptions } from './scopes.js';
import type { World } from './world.js';

/** Everything but OneOwner and Refusal, which unseen work cannot keep: see decision 0007. */
const WHEN_UNSEEN = ['OneHolder', 'FenceMono', 'NoLostTask', 'OneCompletion', 'NoGhost', 'Convergence'];

/** Redis holds a namespace that host A has never heard of. */
export function firstHostIsNew({ hosts }: World): void {
  for (const { record } of hosts.slice(0, 1))
    Object.assign(record, { phase: 'unbound', owner: null, epoch: 0 });
}

/** Somebody made a task in Redis before there were owners. */
export function redisHasAPast({ redis, truth }: World): void {
  redis.copy.sequence = 1;
  redis.copy.task = { ...redis.copy.task, state: 'ready', version: 1 };
  truth.created = true;
}

const bothOnMachineOfRedis = { onMachineOfRedis: [true, true] };

/** Small enough for every run of the tests; together they make every move and every kind of fault. */
export const SMALL_WORLDS: Record<string, SmallWorldOptions> = {
  'a store binds a namespace that no other can have used, and Redis dies or is emptied': {
    hosts: 1,
    agents: [0, 0],
    owner: null,
    scope: { isPrivate: true, ttl: 2 },
    budget: { deaths: 1, empty: 1, flush: 1 },
  },
  'a store binds a Redis that has a task from before there were owners': {
    owner: null,
    scope: { workload: 'task', operations: [1, 1], ...bothOnMachineOfRedis },
    budget: { leaves: 1 },
    change: redisHasAPast,
  },
  'two stores bind one empty Redis': { owner: null, scope: bothOnMachineOfRedis },
  'a second host joins, and a reply is lost': { owner: 'A', budget: { lost: 1 } },
  'the first host takes back, and a reply is lost': { agents: [0], budget: { leaves: 1, lost: 1 } },
  'the first host takes back, a shipper and an agent die': { agents: [0], budget: { leaves: 1, crashes: 2 } },
  'a second host joins while a shipper is slow': { owner: 'A', agents: [1], budget: { slow: 1 } },
  'a lock is released, and a holder is slow with its write': {
    scope: { operations: [2, 1] },
    budget: { writes: 2 },
  },
  'three agents of two hosts share Redis, and a reply is lost': { agents: [0, 0, 1], budget: { lost: 1 } },
  'solo, Redis comes back empty': {
    owner: 'A',
    agents: [0],
    scope: { ttl: 3 },
    budget: { deaths: 1, empty: 1 },
  },
  'solo, a host joins, Redis comes back empty': { owner: 'A', agents: [1], budget: { deaths: 1, empty: 1 } },
  'solo, a host joins, Redis comes back old': { owner: 'A', agents: [1], budget: { deaths: 1, old: 1 } },
  'solo, somebody runs FLUSHALL and an empty Redis is bound': {
    owner: 'A',
    agents: [1],
    scope: bothOnMachineOfRedis,
    budget: { flush: 1 },
  },
  'shared, Redis comes back old': { agents: [1], budget: { deaths: 1, old: 1 } },
  'shared, somebody runs FLUSHALL': { scope: { ttl: 2 }, budget: { flush: 1 } },
  'a task is done while a host joins, a reply is lost': {
    owner: 'A',
    scope: { workload: 'task', operations: [1, 2] },
    budget: { lost: 1 },
  },
  'shared, a task, Redis comes back empty': { scope: { workload: 'task' }, budget: { deaths: 1, empty: 1 } },
  'taken back by a slow shipper, somebody runs FLUSHALL': {
    agents: [0],
    budget: { leaves: 1, slow: 1, flush: 1 },
  },
  'taken back, Redis comes back old': { agents: [0], budget: { leaves: 1, deaths: 1, old: 1 } },
  'an operator takes over, the host returns, Redis dies': {
    owner: 'A',
    agents: [0],
    budget: { takeOvers: 1, deaths: 1 },
  },
  'an operator takes over a task, and the host returns': {
    owner: 'A',
    scope: { workload: 'task', operations: [1, 2] },
    budget: { takeOvers: 1 },
  },
  'work done before Redis was seen, which has an owner': {
    hosts: 1,
    agents: [0, 0],
    redisIsUp: false,
    scope: { mayWorkUnseen: true, ttl: 2, invariants: WHEN_UNSEEN },
    change: firstHostIsNew,
  },
  'a task made before an empty Redis was seen': {
    hosts: 1,
    agents: [0],
    owner: null,
    redisIsUp: false,
    scope: { mayWorkUnseen: true, workload: 'task', operations: [3], invariants: WHEN_UNSEEN },
  },
};

/** Minutes of work: `npm run prove`. */
export const LARGE_WORLDS: Record<string, SmallWorldOptions> = {
  'a second host joins while a shipper is slow, Redis dies': { owner: 'A', budget: { slow: 1, deaths: 1 } },
  'taken back by a slow shipper, Redis comes back empty': {
    agents: [0],
    budget: { leaves: 1, slow: 1, deaths: 1, empty: 1 },
  },
  'three agents, a second host joins': { owner: 'A', agents: [0, 0, 1] },
  'three agents, a second host joins, somebody runs FLUSHALL': {
    owner: 'A',
    agents: [0, 0, 1],
    budget: { flush: 1 },
  },
  'three agents, Redis comes back empty': { agents: [0, 0, 1], budget: { deaths: 1, empty: 1 } },
  'a second host joins, a shipper and an agent die': { owner: 'A', budget: { crashes: 2 } },
  'two hosts, the first takes back, a reply is lost': { budget: { leaves: 1, lost: 1 } },
  'solo, a host joins, Redis comes back empty, both work': { owner: 'A', budget: { deaths: 1, empty: 1 } },
  'solo, a host joins, Redis comes back old, both work': { owner: 'A', budget: { deaths: 1, old: 1 } },
  'solo, a host joins, somebody runs FLUSHALL': { owner: 'A', budget: { flush: 1 } },
  'an empty Redis is bound and emptied again': {
    owner: null,
    scope: { ttl: 3, ...bothOnMachineOfRedis },
    budget: { flush: 1 },
  },
  'shared, Redis comes back old, both work': { budget: { deaths: 1, old: 1 } },
  'shared, Redis comes back empty, long leases': { scope: { ttl: 3 }, budget: { deaths: 1, empty: 1 } },
  'shared, two losses in a row': { agents: [1], budget: { deaths: 2, old: 1, empty: 1 } },
  'taken back, joined again, Redis comes back empty': {
    agents: [1],
    budget: { leaves: 2, deaths: 1, empty: 1 },
  },
  'an operator takes over, both work, Redis dies': { owner: 'A', budget: { takeOvers: 1, deaths: 1 } },
  'an operator takes over a task, both complete it': {
    owner: 'A',
    scope: { workload: 'task', operations: [2, 2] },
    budget: { takeOvers: 1 },
  },
  'an operator takes over a task that was done unshipped': {
    owner: 'A',
    scope: { workload: 'task', operations: [3, 2] },
    budget: { takeOvers: 1 },
  },
  'shared, a task is done, somebody runs FLUSHALL': {
    scope: { workload: 'task', operations: [1, 2] },
    budget: { flush: 1 },
  },
  'a task is done while a second host joins, a reply is lost': {
    owner: 'A',
    scope: { workload: 'task', operations: [3, 2] },
    budget: { lost: 1 },
  },
  'a lock and a task, a second host joins': {
    owner: 'A',
    scope: { workload: 'both', operations: [2, 2] },
  },
};
