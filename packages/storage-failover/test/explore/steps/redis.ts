import type { Scope } from '../rules.js';
import { copyOf, emptyCopy, type World } from '../world.js';
import type { Step } from './step.js';

/** What may happen to Redis. That it is slow or paused is every other step happening first. */
export function redisSteps(world: World, scope: Scope): Step[] {
  const { redis, budget } = world;
  const steps: Step[] = [];
  if (redis.up && budget.old > 0 && budget.deaths > 0)
    steps.push({
      name: 'redis saves a snapshot',
      fault: true,
      change: (next) => {
        next.redis.saved = { ownership: next.redis.ownership, copy: copyOf(next.redis.copy) };
        next.budget.old -= 1;
      },
    });
  if (redis.up && budget.deaths > 0)
    steps.push({
      name: 'redis dies',
      fault: true,
      change: (next) => {
        next.budget.deaths -= 1;
        next.redis.up = false;
        connectionsAreGone(next);
      },
    });
  if (!redis.up) {
    steps.push({ name: 'redis comes back whole', change: (next) => comeBack(next, false) });
    if (redis.saved !== null)
      steps.push({
        name: 'redis comes back old',
        fault: true,
        change: (next) => {
          next.redis.ownership = next.redis.saved?.ownership ?? null;
          next.redis.copy = next.redis.saved?.copy ?? next.redis.copy;
          comeBack(next, true);
        },
      });
    if (budget.empty > 0)
      steps.push({
        name: 'redis comes back empty',
        fault: true,
        change: (next) => {
          next.budget.empty -= 1;
          comeBack(next, true);
          forgetAll(next);
        },
      });
  }
  if (redis.up && budget.flush > 0)
    steps.push({
      name: 'somebody runs FLUSHALL',
      fault: true,
      change: (next) => {
        next.budget.flush -= 1;
        forgetAll(next);
      },
    });
  if (budget.leaves > 0 && scope.onMachineOfRedis.includes(true))
    redis.sessions.forEach((open, host) => {
      if (open)
        steps.push({
          name: `no session of ${host === 0 ? 'A' : 'B'} was seen for a minute`,
          change: (next) => {
            next.redis.sessions[host] = false;
          },
        });
    });
  return steps;
}

function comeBack(world: World, mayHaveForgotten: boolean): void {
  const { redis } = world;
  Object.assign(redis, { up: true, adopted: false, mayHaveForgotten, upFor: 0, saved: null });
  redis.sessions = redis.sessions.map(() => false);
  redis.joins = redis.joins.map(() => false);
}

function forgetAll(world: World): void {
  const { redis } = world;
  redis.copy = emptyCopy(world.agents.length);
  Object.assign(redis, { ownership: null, adopted: false, mayHaveForgotten: true });
  Object.assign(redis, { heldBack: 0, upFor: 0, announcement: null });
  redis.sessions = redis.sessions.map(() => false);
  redis.joins = redis.joins.map(() => false);
}

/** What was on its way over a connection to a server that died never arrives. */
function connectionsAreGone(world: World): void {
  world.redis.announcement = null;
  for (const agent of world.agents) if (agent.call?.to === 'redis') agent.call = null;
  for (const host of world.hosts) if (host.batch !== null) host.batch = null;
  if (world.late?.to === 'redis') world.late = null;
  if (world.lateBatch?.from === 'store') world.lateBatch = null;
}
