import { mendFrom, startFromWhatSurvived } from '../history.js';
import {
  adopt,
  bind,
  leaveUnseen,
  type RedisMove,
  type RedisRecord,
  stopUnseen,
  takeOver,
  workUnseen,
} from '../protocol.js';
import { redisRecord } from '../records.js';
import type { Scope } from '../rules.js';
import { at } from '../verbs.js';
import { HOST_NAMES, type World } from '../world.js';
import { give } from './ownership.js';
import type { Step } from './step.js';

const OBJECTION = 2;

/** The moves in which the owner has no part: bind, adopt, take over; and what is made before Redis was seen. */
export function withoutOwnerSteps(world: World, scope: Scope): Step[] {
  const { redis } = world;
  return world.hosts.flatMap((_, host) => {
    if (!redis.up) return unseen(world, host, scope);
    const steps: Step[] = [...unseen(world, host, scope)];
    for (const [word, decide] of moves(world, host, scope)) {
      const standing = { storeId: at(HOST_NAMES, host), stoodMs: OBJECTION };
      const wouldBe = decide({ ...redisRecord(world), announcement: standing });
      if (!wouldBe.allowed) continue;
      const now = scope.rules.objection ? decide(redisRecord(world)) : wouldBe;
      if (now.allowed) steps.push(take(host, word, now, scope));
      else if (redis.announcement?.host !== host)
        steps.push({
          name: `${HOST_NAMES[host]} announces that it will ${word}`,
          change: (next) => {
            next.redis.announcement = { host, stood: 0 };
          },
        });
    }
    return steps;
  });
}

type Decide = (record: RedisRecord) => RedisMove;

function moves(world: World, host: number, scope: Scope): [string, Decide][] {
  const { record } = at(world.hosts, host);
  const facts = {
    objectionMs: OBJECTION,
    longestLeaseMs: scope.rules.lockDelay ? scope.ttl : 0,
    now: scope.rules.epochClock ? world.truth.epoch + 1 : 0,
  };
  const upForMs = scope.rules.youngServerDelay ? world.redis.upFor : scope.ttl;
  const mayOwnLocally = at(scope.onMachineOfRedis, host);
  const bindFacts = { ...facts, mayOwnLocally, upForMs, isPrivate: scope.isPrivate };
  const list: [string, Decide][] = [
    ['bind', (seen) => bind(record, scope.rules.pastCounts ? seen : withoutPast(seen), bindFacts)],
    ['adopt', (seen) => adopt(record, seen, facts)],
  ];
  if (world.budget.takeOvers > 0 && record.phase === 'follower')
    list.push(['take over', (seen) => takeOver(record, seen, facts)]);
  return list;
}

function withoutPast(seen: RedisRecord): RedisRecord {
  return { ...seen, position: { epoch: 0, sequence: 0 } };
}

function take(host: number, word: string, move: RedisMove & { allowed: true }, scope: Scope): Step {
  return {
    name: `${HOST_NAMES[host]} does ${word}: ${move.ownership.owner.replace('store:', '')} owns (epoch ${move.ownership.epoch})`,
    change: (next) => {
      const { redis, truth } = next;
      const loses = redis.mayHaveForgotten || word === 'take over';
      if (word === 'take over') next.budget.takeOvers -= 1;
      give(next, move.ownership, move.grantsHeldBackMs);
      redis.sessions[host] = true;
      if (loses) {
        mendFrom(next, host, scope);
        startFromWhatSurvived(next);
      }
      // The clock has passed every fence by the time that leases may be granted again.
      redis.copy.fence = scope.rules.fenceClock
        ? truth.fence
        : Math.max(redis.copy.fence, at(next.hosts, host).copy.fence);
    },
  };
}

function unseen(world: World, host: number, scope: Scope): Step[] {
  const { record, copy } = at(world.hosts, host);
  const name = HOST_NAMES[host];
  const alone = workUnseen(record, {
    mayOwnLocally: at(scope.onMachineOfRedis, host),
    // A redis that is down says so; one that is slow is one whose answer comes late.
    ...{ nobodyListens: true, silentForMs: 0, objectionMs: 1 },
  });
  if (!world.redis.up)
    return alone.allowed && scope.mayWorkUnseen
      ? [
          {
            name: `${name} starts, finds no redis, and works unseen`,
            change: (next) => {
              at(next.hosts, host).record = alone.record;
            },
          },
        ]
      : [];
  const steps: Step[] = [];
  const stop = stopUnseen(record, redisRecord(world), false);
  if (stop.allowed)
    steps.push({
      name: `${name} sees redis with an owner and runs nothing more`,
      change: (next) => {
        at(next.hosts, host).record = stop.record;
      },
    });
  const hasLeases = scope.rules.leavingWaits && (copy.lock !== null || copy.task.left > 0);
  const leave = leaveUnseen(record, redisRecord(world), hasLeases);
  if (leave.allowed)
    steps.push({
      name: `${name} follows, and what it made is taken in`,
      change: (next) => {
        at(next.hosts, host).record = leave.record;
        mendFrom(next, host, scope);
      },
    });
  return steps;
}
