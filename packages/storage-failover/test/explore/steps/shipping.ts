import { admitBatchAtRedis, admitBatchAtStore, isAhead, type Position } from '../protocol.js';
import { redisRecord } from '../records.js';
import type { Scope } from '../rules.js';
import { at } from '../verbs.js';
import { type Batch, type Copy, copyOf, HOST_NAMES, type World } from '../world.js';
import type { Step } from './step.js';

/**
 * What a shipper does. All it knows lies in the records, and each step here needs nothing but them, so a
 * shipper that dies between two steps and the next one going on from the records is every interleaving
 * anyhow. What can outlive it is a batch on its way.
 */
export function shippingSteps(world: World, scope: Scope): Step[] {
  const steps: Step[] = [];
  world.hosts.forEach((host, index) => {
    const name = HOST_NAMES[index];
    const { batch } = host;
    if (batch === null) {
      const found = whatToShip(world, index, scope);
      if (found !== null)
        steps.push(world.budget.crashes > 0 ? read(index, found) : ship(index, found, scope));
      return;
    }
    if (batch.from === 'redis' || world.redis.up)
      steps.push({
        name: `${batch.from === 'redis' ? name : 'redis'} gets the batch up to ${batch.copy.sequence}`,
        change: (next) => {
          at(next.hosts, index).batch = null;
          apply(next, batch, scope);
        },
      });
    if (world.budget.crashes > 0)
      steps.push({
        name: `the shipper of ${name} is killed, its batch up to ${batch.copy.sequence} is still on its way`,
        fault: true,
        change: (next) => {
          next.budget.crashes -= 1;
          next.lateBatch = next.lateBatch ?? batch;
          at(next.hosts, index).batch = null;
        },
      });
  });
  const { lateBatch } = world;
  if (lateBatch !== null && (lateBatch.from === 'redis' || world.redis.up))
    steps.push({
      name: `the late batch up to ${lateBatch.copy.sequence} arrives`,

      change: (next) => {
        next.lateBatch = null;
        apply(next, lateBatch, scope);
      },
    });
  return steps;
}

function read(host: number, batch: Batch): Step {
  return {
    name: `the shipper of ${HOST_NAMES[host]} reads up to ${batch.copy.sequence} from ${batch.from === 'redis' ? 'redis' : HOST_NAMES[host]}`,
    change: (next) => {
      at(next.hosts, host).batch = copyOf(batch);
    },
  };
}

/** Where no shipper may die: what happens between reading and applying could as well happen before or after both. */
function ship(host: number, batch: Batch, scope: Scope): Step {
  return {
    name: `the shipper of ${HOST_NAMES[host]} brings ${batch.from === 'redis' ? HOST_NAMES[host] : 'redis'} up to ${batch.copy.sequence}`,
    change: (next) => apply(next, copyOf(batch), scope),
  };
}

function whatToShip(world: World, index: number, scope: Scope): Batch | null {
  const { redis } = world;
  const { record, copy } = at(world.hosts, index);
  if (!redis.up) return null;
  if (record.phase === 'owner' || record.phase === 'handing-over') {
    if (!admitBatchAtRedis(redisRecord(world), record.storeId, record.epoch).admitted) return null;
    if (!isAhead(copy, redis.copy)) return null;
    return { from: 'store', host: index, epoch: record.epoch, copy };
  }
  if (record.phase !== 'follower' || !redis.adopted || redis.ownership === null) return null;
  const { owner, epoch } = redis.ownership;
  if (owner !== 'redis' && owner !== `store:${record.storeId}`) return null;
  if (!isAhead(redis.copy, copy)) return null;
  if (!admitBatchAtStore(record, positionOf(redis.copy, scope)).admitted) return null;
  return { from: 'redis', host: index, epoch, copy: redis.copy };
}

function apply(world: World, batch: Batch, scope: Scope): void {
  const host = at(world.hosts, batch.host);
  if (batch.from === 'redis') {
    if (admitBatchAtStore(host.record, positionOf(batch.copy, scope)).admitted)
      host.copy = applied(host.copy, batch.copy, scope);
    return;
  }
  const admitted = admitBatchAtRedis(redisRecord(world), host.record.storeId, batch.epoch).admitted;
  if (admitted || !scope.rules.epochCheck) world.redis.copy = applied(world.redis.copy, batch.copy, scope);
}

function positionOf(copy: Copy, scope: Scope): Position {
  return scope.rules.followsFirst ? copy : { ...copy, epoch: 0 };
}

function applied(copy: Copy, batch: Copy, scope: Scope): Copy {
  if (scope.rules.sequences && !isAhead(batch, copy)) return copy;
  const slots = scope.rules.slotsShipped ? batch.slots : copy.slots;
  // Without the check entities go back while the place in the feed, which the shipper keeps, does not.
  const place = isAhead(batch, copy) ? batch : copy;
  return { ...batch, epoch: place.epoch, sequence: place.sequence, slots };
}
