import type { Endpoint } from './endpoint.js';

/** Knows where the server of a namespace is at the moment. */
export interface Whereabouts {
  /** Asks anew each time: a master of yesterday may be a replica today. */
  locate(signal: AbortSignal): Promise<Endpoint>;
  /** A server answered `MOVED`: it is a node of a Cluster, and another one has our keys. */
  moved(): void;
}

/** One server at one place; where it turns out to be a node of a Cluster, the node that has our keys. */
export function oneServer(endpoint: Endpoint, cluster: (seeds: Endpoint[]) => Whereabouts): Whereabouts {
  let followed: Whereabouts | undefined;
  return {
    locate: (signal) => followed?.locate(signal) ?? Promise.resolve(endpoint),
    moved() {
      followed ??= cluster([endpoint]);
    },
  };
}

/**
 * Asks one after the other, beginning anywhere, until one answers. The last one's error is thrown, but
 * refused credentials before all others: those do not mend themselves.
 */
export async function firstToAnswer<T>(
  endpoints: readonly Endpoint[],
  ask: (endpoint: Endpoint) => Promise<T>,
): Promise<T> {
  const start = Math.floor(Math.random() * endpoints.length);
  let failure: unknown;
  for (let step = 0; step < endpoints.length; step += 1) {
    const endpoint = endpoints[(start + step) % endpoints.length];
    try {
      if (endpoint !== undefined) return await ask(endpoint);
    } catch (error) {
      if (!isRefusal(failure)) failure = error;
    }
  }
  throw failure;
}

function isRefusal(error: unknown): boolean {
  return error instanceof Error && /^(NOAUTH|WRONGPASS|NOPERM)/.test(error.message);
}
