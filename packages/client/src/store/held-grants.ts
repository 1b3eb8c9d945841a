import { pause } from '@agentcoord/core';
import type { Failover } from '@agentcoord/storage-failover';

/** Sooner it is no wait that anybody asks about. */
const ASKS_AFTER_MS = 1_000;

/**
 * Does what needs a grant. Where that takes long because a server may have forgotten who holds what, `tell` is called
 * once with a sentence for a person.
 */
export async function tellOfHeldGrants<T>(
  { failover, tell }: { failover?: Failover | undefined; tell?: ((sentence: string) => void) | undefined },
  work: () => Promise<T>,
): Promise<T> {
  if (failover === undefined || tell === undefined) return work();
  const done = new AbortController();
  void pause(ASKS_AFTER_MS, done.signal)
    .then(() => failover.status())
    .then(({ grantsHeldForMs, address }) => {
      if (done.signal.aborted || grantsHeldForMs === undefined) return;
      tell(
        `Redis at ${address} was started or emptied a moment ago and may have forgotten who holds what: ` +
          `no lock is granted for another ${Math.ceil(grantsHeldForMs / 1_000)} seconds. Waiting; Ctrl-C stops.`,
      );
    })
    .catch(() => undefined);
  try {
    return await work();
  } finally {
    // Not waited for: what was granted runs out meanwhile.
    done.abort();
  }
}
