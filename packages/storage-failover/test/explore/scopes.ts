import { type Ownership, storeOwner } from './protocol.js';
import { AS_BUILT, type Rules, type Scope } from './rules.js';
import { at } from './verbs.js';
import { type Budget, copyOf, emptyCopy, HOST_NAMES, type Host, type World } from './world.js';

const NO_FAULTS: Budget = {
  deaths: 0,
  old: 0,
  empty: 0,
  flush: 0,
  lost: 0,
  crashes: 0,
  slow: 0,
  leaves: 0,
  takeOvers: 0,
  writes: 0,
};

export interface SmallWorld {
  scope: Scope;
  start: World;
}

export interface SmallWorldOptions {
  /** 1: the second host does not exist. */
  hosts?: 1 | 2;
  /** Host of each agent. */
  agents?: number[];
  /** Who owns at the beginning; `null`: nothing is bound. */
  owner?: 'redis' | 'A' | null;
  redisIsUp?: boolean;
  budget?: Partial<Budget>;
  rules?: Partial<Rules>;
  scope?: Partial<Omit<Scope, 'rules'>>;
  change?(world: World): void;
}

/** A world in which all agree, with the faults that may befall it. */
export function smallWorld(name: string, options: SmallWorldOptions): SmallWorld {
  const agents = options.agents ?? [0, 1];
  const scope: Scope = {
    name,
    design: 'one-owner',
    ttl: 1,
    onMachineOfRedis: [true, false],
    workload: 'lock',
    operations: agents.map(() => 1),
    ownerMayBeCutOff: false,
    mayWorkUnseen: false,
    isPrivate: false,
    ...options.scope,
    rules: { ...AS_BUILT, ...options.rules },
  };
  const owner = options.owner === undefined ? 'redis' : options.owner;
  const ownership: Ownership | null =
    owner === null ? null : { owner: owner === 'A' ? storeOwner('A') : 'redis', epoch: 1 };
  const copy = { ...emptyCopy(agents.length), epoch: owner === null ? 0 : 1 };
  const hosts = HOST_NAMES.slice(0, options.hosts).map((storeId): Host => {
    const owns = owner === storeId;
    const knows = owner === 'redis' || owns;
    return {
      record: {
        storeId,
        phase: owns ? 'owner' : knows ? 'follower' : 'unbound',
        owner: knows ? (ownership?.owner ?? null) : null,
        epoch: knows ? 1 : 0,
        hasMetOthers: true,
      },
      copy: knows ? copyOf(copy) : emptyCopy(agents.length),
      heldBack: 0,
      look: 0,
      batch: null,
      seen: null,
    };
  });
  const start: World = {
    redis: {
      up: options.redisIsUp ?? true,
      ownership,
      adopted: owner !== null,
      mayHaveForgotten: false,
      copy: copyOf(copy),
      heldBack: 0,
      upFor: scope.ttl,
      announcement: null,
      sessions: HOST_NAMES.map(() => owner === 'redis'),
      joins: HOST_NAMES.map(() => false),
      saved: null,
    },
    hosts,
    agents: agents.map((host) => ({
      host: at([0, 1], host),
      alive: true,
      doing: null,
      sequence: 0,
      left: 0,
      call: null,
      lock: null,
      claim: null,
      writing: 0,
      wrote: false,
    })),
    late: null,
    lateBatch: null,
    resource: 0,
    truth: {
      owner: ownership?.owner ?? null,
      epoch: ownership?.epoch ?? 0,
      fence: 0,
      created: false,
      completions: 0,
      reported: false,
      ran: agents.map(() => 0),
      violation: null,
    },
    budget: { ...NO_FAULTS, ...options.budget },
  };
  options.change?.(start);
  return { scope, start };
}
