import { mendFrom } from '../history.js';
import { follow } from '../protocol.js';
import { viewOf } from '../records.js';
import type { Scope } from '../rules.js';
import { at } from '../verbs.js';
import { copyOf, HOST_NAMES, type World } from '../world.js';
import { localMoves } from './local-moves.js';
import type { Step } from './step.js';

/**
 * Reading Redis and writing the store are two steps, and anything may happen between them: a shipper that was
 * stopped in the middle acts on what was true before.
 */
export function slowReaderSteps(world: World, scope: Scope): Step[] {
  return world.hosts.flatMap(({ seen }, host): Step[] => {
    const name = HOST_NAMES[host];
    if (seen === null) {
      if (world.budget.slow === 0 || !world.redis.up) return [];
      if (localMoves(world, host, viewOf(world)).length === 0) return [];
      return [
        {
          name: `the shipper of ${name} reads redis and is slow`,
          fault: true,
          change: (next) => {
            const { record } = at(next.hosts, host);
            next.budget.slow -= 1;
            // A store gives back what the new owner lacks before it writes that it follows.
            if (follow(record, viewOf(next).record).allowed) mendFrom(next, host, scope);
            at(next.hosts, host).seen = copyOf(viewOf(next));
          },
        },
      ];
    }
    const acts = localMoves(world, host, seen).map((step) => ({
      ...step,
      name: `by what its slow shipper has read, ${step.name}`,
      change: (next: World) => {
        step.change(next);
        at(next.hosts, host).seen = null;
      },
    }));
    const dies = {
      name: `the slow shipper of ${name} dies`,
      change: (next: World) => {
        at(next.hosts, host).seen = null;
      },
    };
    return [...acts, dies];
  });
}
