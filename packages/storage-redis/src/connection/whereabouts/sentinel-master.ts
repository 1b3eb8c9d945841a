import { type AskOptions, askServer } from './ask-server.js';
import type { Endpoint } from './endpoint.js';
import { firstToAnswer, type Whereabouts } from './whereabouts.js';

/** The master of this name, as the first sentinel that answers knows it. */
export function sentinelMaster(
  sentinels: readonly Endpoint[],
  masterName: string,
  options: Omit<AskOptions, 'signal'>,
): Whereabouts {
  return {
    locate: (signal) =>
      firstToAnswer(sentinels, async (sentinel) => {
        const [host, port] = await askServer(sentinel, { ...options, signal }, (redis) =>
          redis.call('SENTINEL', 'get-master-addr-by-name', masterName).then(addressOf),
        );
        if (host === undefined) throw new Error(`The sentinels know no master "${masterName}".`);
        return { host, port: Number(port) };
      }),
    // Not a Cluster, whatever a server says.
    moved: () => undefined,
  };
}

function addressOf(reply: unknown): readonly string[] {
  return Array.isArray(reply) ? reply.map(String) : [];
}
