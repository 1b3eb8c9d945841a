import type { Redis } from 'ioredis';
import { type AskOptions, askServer } from './ask-server.js';
import type { Endpoint } from './endpoint.js';
import { firstToAnswer, type Whereabouts } from './whereabouts.js';

/** `[first slot, last slot, master, …replicas]`, each node as `[host, port, …]`. */
type SlotRange = [number, number, ...Array<[string | null, number]>];

/**
 * The node of a Cluster that has the slot of `key`. All keys of a namespace share one slot, so this is the
 * only node a client ever talks to; the others are asked where it is.
 */
export function clusterOwner(
  seeds: readonly Endpoint[],
  key: string,
  options: Omit<AskOptions, 'signal'>,
): Whereabouts {
  const nodes = new Map(seeds.map((seed) => [JSON.stringify(seed), seed]));
  return {
    locate: (signal) =>
      firstToAnswer([...nodes.values()], async (asked) => {
        const { slot, ranges } = await askServer(asked, { ...options, signal }, (redis) => look(redis, key));
        // Seeds may all be replaced in the life of a client: it remembers every node it hears of.
        for (const endpoint of ranges.flatMap((range) => nodesOf(range, asked)))
          nodes.set(JSON.stringify(endpoint), endpoint);
        const range = ranges.find(([first, last]) => first <= slot && slot <= last);
        const owner = range && nodesOf(range, asked)[0];
        if (owner === undefined) throw new Error(`CLUSTERDOWN no node of the Cluster has slot ${slot}`);
        return owner;
      }),
    moved: () => undefined,
  };
}

async function look(redis: Redis, key: string): Promise<{ slot: number; ranges: SlotRange[] }> {
  const [slot, ranges] = await Promise.all([
    redis.call('CLUSTER', 'KEYSLOT', key),
    redis.call('CLUSTER', 'SLOTS'),
  ]);
  return { slot: Number(slot), ranges: ranges as SlotRange[] };
}

function nodesOf([, , ...nodes]: SlotRange, asked: Endpoint): Endpoint[] {
  return nodes.flatMap(([host, port]) => {
    if (host && host !== '?') return [{ host, port }];
    // A node that does not know its own address: the one we reached it by.
    return 'host' in asked ? [{ host: asked.host, port }] : [];
  });
}
