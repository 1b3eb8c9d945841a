import type { Rules } from './rules.js';
import type { SmallWorldOptions } from './scopes.js';
import type { World } from './world.js';
import { firstHostIsNew, redisHasAPast } from './worlds.js';

export interface Sabotage {
  name: string;
  off: keyof Rules;
  world: SmallWorldOptions;
  finds: RegExp;
}

const emptied = { flush: 1 };

/** A has handed over and does not know it yet; B works. */
function handedOver({ redis, hosts, truth }: World): void {
  redis.ownership = { owner: 'redis', epoch: 2 };
  truth.epoch = 2;
  hosts.forEach(({ record }, index) => {
    const phase = index === 0 ? 'handing-over' : 'follower';
    Object.assign(record, index === 0 ? { phase, owner: 'store:A' } : { phase, owner: 'redis', epoch: 2 });
  });
}

/** Each guarantee switched off, and a world in which its absence shows. */
export const SABOTAGES: Sabotage[] = [
  {
    name: 'no epoch check',
    off: 'epochCheck',
    world: { budget: { lost: 1, leaves: 1 } },
    finds: /^OneOwner/,
  },
  {
    name: 'no fence at the resource',
    off: 'fence',
    world: { budget: { writes: 2 } },
    finds: /^OneHolder: a write/,
  },
  {
    name: 'slots are not shipped',
    off: 'slotsShipped',
    world: { agents: [0], budget: { lost: 1, leaves: 1 }, scope: { invariants: ['NoGhost'] } },
    finds: /^NoGhost/,
  },
  {
    name: 'a joiner does not wait for a handover',
    off: 'joinByHandover',
    world: { owner: 'A' },
    finds: /^OneOwner/,
  },
  {
    name: 'batches are applied without sequences',
    off: 'sequences',
    world: { agents: [0], budget: { crashes: 1, leaves: 1 }, scope: { operations: [2] } },
    finds: /^Convergence: . and redis differ/,
  },
  {
    name: 'no lock delay after an emptied Redis',
    off: 'lockDelay',
    world: { scope: { ttl: 3 }, budget: emptied },
    finds: /^OneHolder/,
  },
  {
    name: 'no lock delay after a take-over',
    off: 'lockDelay',
    world: { owner: 'A', scope: { ttl: 3 }, budget: { takeOvers: 1 } },
    finds: /^OneHolder/,
  },
  {
    name: 'an old Redis is adopted beside a solo owner',
    off: 'objection',
    world: { budget: { leaves: 1, deaths: 1, old: 1 } },
    finds: /^OneOwner/,
  },
  {
    name: 'nothing waits for an objection',
    off: 'objection',
    world: { owner: 'A', agents: [0], budget: { flush: 1 } },
    finds: /^OneOwner/,
  },
  {
    name: 'a solo owner does not look at Redis',
    off: 'look',
    world: { owner: 'A', agents: [0], budget: { flush: 1 } },
    finds: /^OneOwner/,
  },
  {
    name: 'silence is enough for an owner that was away',
    off: 'answerAfterGap',
    world: { owner: 'A', agents: [0], budget: { takeOvers: 1, deaths: 1 } },
    finds: /^Refusal/,
  },
  {
    name: 'a handover does not check what has arrived',
    off: 'handoverSequence',
    world: { owner: 'A' },
    finds: /^FenceMono/,
  },
  {
    name: 'a handover that was begun is given up',
    off: 'handoverAsksRedis',
    world: { owner: 'A' },
    finds: /^OneOwner/,
  },
  {
    name: 'a young empty server is taken for a new one',
    off: 'youngServerDelay',
    world: { owner: 'A', scope: { ttl: 3, onMachineOfRedis: [true, true] }, budget: { flush: 1 } },
    finds: /^OneHolder/,
  },
  {
    name: 'leases of unseen work are not waited out',
    off: 'leavingWaits',
    world: {
      hosts: 1,
      agents: [0, 0],
      redisIsUp: false,
      scope: { mayWorkUnseen: true, ttl: 2, invariants: ['OneHolder'] },
      change: firstHostIsNew,
    },
    finds: /^OneHolder/,
  },
  {
    name: 'fences do not follow the clock',
    off: 'fenceClock',
    world: { budget: emptied },
    finds: /^FenceMono/,
  },
  {
    name: 'epochs do not follow the clock',
    off: 'epochClock',
    world: { budget: emptied, change: handedOver },
    finds: /^Convergence: . and redis differ/,
  },
  {
    name: 'nothing is given back after a loss',
    off: 'restore',
    world: { scope: { workload: 'task' }, budget: emptied },
    finds: /^NoLostTask/,
  },
  {
    name: 'a follower applies a new epoch before it gives back',
    off: 'followsFirst',
    world: { scope: { workload: 'task' }, budget: emptied },
    finds: /^NoLostTask/,
  },
  {
    name: 'a store between two owners does not adopt a restarted server',
    off: 'resume',
    world: { agents: [0], budget: { leaves: 1, deaths: 1 } },
    finds: /^Convergence: from here no quiet state/,
  },
  {
    name: 'an empty store replaces what Redis has from before there were owners',
    off: 'pastCounts',
    world: { owner: null, hosts: 1, agents: [0], scope: { workload: 'task' }, change: redisHasAPast },
    finds: /^NoLostTask/,
  },
];
