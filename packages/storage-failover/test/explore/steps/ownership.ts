import { mendFrom } from '../history.js';
import {
  completeHandOver,
  type LocalRecord,
  lookAtRedis,
  type Ownership,
  type RedisRecord,
  resume,
  takeBack,
} from '../protocol.js';
import { redisRecord, viewOf } from '../records.js';
import type { Scope } from '../rules.js';
import { at } from '../verbs.js';
import { HOST_NAMES, type World } from '../world.js';
import { describe, localMoves } from './local-moves.js';
import type { Step } from './step.js';

/** The moves in which the owner takes part, as each host may make them from what lies in the records. */
export function ownershipSteps(world: World, scope: Scope): Step[] {
  return world.hosts.flatMap((_, host) => [
    ...look(world, host, scope),
    ...(world.redis.up ? [...handOver(world, host, scope), ...goBack(world, host, scope)] : []),
    ...(world.redis.up ? learn(world, host, scope) : []),
  ]);
}

function look(world: World, host: number, scope: Scope): Step[] {
  const { record, look: looked } = at(world.hosts, host);
  if (record.phase !== 'owner') return [];
  const views: (RedisRecord | null)[] = [world.redis.up ? redisRecord(world) : null];
  if (scope.ownerMayBeCutOff && world.redis.up) views.push(null);
  const steps: Step[] = [];
  for (const view of views) {
    const seen = lookAtRedis(record, view, looked >= 1 || !scope.rules.answerAfterGap);
    if (seen.verdict === 'waits' || (seen.verdict === 'goes-on' && looked === 2)) continue;
    const what = view === null ? 'gets no answer' : `finds ${describe(view.ownership)}`;
    steps.push({
      name: `${HOST_NAMES[host]} looks at redis, ${what}, and ${seen.verdict.replace('-', ' ')}`,
      change: (next) => {
        const looker = at(next.hosts, host);
        if (seen.verdict === 'goes-on') looker.look = 2;
        if (seen.verdict === 'restores') {
          restoreMarker(next, seen.ownership);
          looker.look = 2;
        }
        if (seen.verdict === 'yields') {
          next.redis.ownership = seen.ownership;
          next.truth.owner = seen.ownership.owner;
          next.truth.epoch = Math.max(next.truth.epoch, seen.ownership.epoch);
          looker.record = seen.record;
          looker.look = 0;
          mendFrom(next, host, scope);
        }
      },
    });
  }
  return steps;
}

function restoreMarker(world: World, ownership: Ownership): void {
  const { redis } = world;
  const forgot = redis.ownership === null || redis.mayHaveForgotten;
  // Its copy counts for nothing: a snapshot replaces it.
  if (forgot && !redis.adopted) redis.copy = { ...redis.copy, epoch: -1 };
  Object.assign(redis, { ownership, adopted: true, mayHaveForgotten: false, announcement: null });
}

function handOver(world: World, host: number, scope: Scope): Step[] {
  const { record, copy, heldBack } = at(world.hosts, host);
  const seen = redisRecord(world);
  const steps: Step[] = [];
  const position = scope.rules.handoverSequence ? copy : seen.position;
  const done = completeHandOver(record, seen, { position, grantsHeldBackMs: heldBack });
  if (done.allowed)
    steps.push({
      name: `the shipper of ${HOST_NAMES[host]} hands over: redis owns`,
      change: (next) => give(next, done.ownership, done.grantsHeldBackMs),
    });
  const resumed = resume(record, seen);
  if (resumed.allowed && scope.rules.resume)
    steps.push({
      name: `${HOST_NAMES[host]} finds redis whole and goes on where it was`,
      change: (next) => {
        next.redis.adopted = true;
      },
    });
  if (record.phase === 'handing-over' && !scope.rules.handoverAsksRedis)
    steps.push({
      name: `${HOST_NAMES[host]} gives its handover up and owns again`,
      change: (next) => setRecord(next, host, { ...record, phase: 'owner' }),
    });
  return steps;
}

function goBack(world: World, host: number, scope: Scope): Step[] {
  const { record } = at(world.hosts, host);
  const seen = redisRecord(world);
  const steps: Step[] = [];
  const back = takeBack(record, seen, {
    mayOwnLocally: at(scope.onMachineOfRedis, host),
    hasOtherSessions: world.redis.sessions.some((open, other) => open && other !== host),
  });
  if (back.allowed && world.budget.leaves > 0)
    steps.push({
      name: `the shipper of ${HOST_NAMES[host]} takes back: redis runs nothing more`,
      change: (next) => {
        next.budget.leaves -= 1;
        next.redis.ownership = back.ownership;
        next.truth.owner = back.ownership.owner;
        next.truth.epoch = Math.max(next.truth.epoch, back.ownership.epoch);
      },
    });
  return steps;
}

function learn(world: World, host: number, scope: Scope): Step[] {
  const { record } = at(world.hosts, host);
  const { redis } = world;
  const steps = localMoves(world, host, viewOf(world)).map((step) => ({
    ...step,
    change: (next: World) => {
      const { epoch } = at(next.hosts, host).record;
      step.change(next);
      if (at(next.hosts, host).record.phase !== 'follower' || at(next.hosts, host).record.epoch === epoch)
        return;
      next.redis.sessions[host] = true;
      mendFrom(next, host, scope);
    },
  }));
  const { ownership } = redis;
  const isElsewhere =
    ownership !== null && ownership.owner !== 'redis' && ownership.owner !== `store:${record.storeId}`;
  if (record.phase === 'follower' && isElsewhere && !redis.joins[host] && hasWork(world, host, scope))
    steps.push({
      name: `${HOST_NAMES[host]} asks to join`,
      change: (next) => {
        next.redis.joins[host] = true;
        next.redis.sessions[host] = true;
        if (!scope.rules.joinByHandover) give(next, { owner: 'redis', epoch: ownership.epoch + 1 }, 0);
      },
    });
  return steps;
}

function hasWork(world: World, host: number, scope: Scope): boolean {
  return world.agents.some(
    (agent, index) =>
      agent.alive &&
      agent.host === host &&
      (agent.doing !== null || agent.sequence < at(scope.operations, index)),
  );
}

/** A change of the ownership in Redis is itself an event, so that copies of before and after differ. */
export function give(world: World, ownership: Ownership, grantsHeldBack: number): void {
  const { redis } = world;
  redis.ownership = ownership;
  redis.heldBack = Math.max(redis.heldBack, grantsHeldBack);
  redis.copy.epoch = ownership.epoch;
  redis.copy.sequence += 1;
  redis.joins = redis.joins.map(() => false);
  Object.assign(redis, { adopted: true, mayHaveForgotten: false, announcement: null });
  world.truth.owner = ownership.owner;
  world.truth.epoch = Math.max(world.truth.epoch, ownership.epoch);
}

function setRecord(world: World, host: number, record: LocalRecord): void {
  at(world.hosts, host).record = record;
}
