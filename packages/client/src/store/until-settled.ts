import { pause, systemClock } from '@agentcoord/core';
import { type Failover, mayOwnLocally } from '@agentcoord/storage-failover';
import type { Configuration } from '../configuration/configuration.js';
import { primaryPlace } from './primary-place.js';

const OBJECTION_MS = 5_000;
/** So many objection times are enough for any settlement; after that the first call says what is wrong. */
const LONGEST = 3;

export interface SettlingOptions {
  signal?: AbortSignal | undefined;
  /** Called once, with a sentence for a person, where it takes a while. */
  onWait?: ((sentence: string) => void) | undefined;
}

/**
 * A namespace that nobody has used yet gets its owner after an objection time, once. Without this the first call of
 * all would fail because of it. With Redis away it is settled too, where this host may work on its own.
 */
export async function untilSettled(
  failover: Failover,
  { fallback, fallbackTimes, redis, namespace }: Configuration,
  { signal, onWait }: SettlingOptions = {},
): Promise<void> {
  const { objectionMs = OBJECTION_MS } = fallbackTimes;
  const { host, address } = primaryPlace(redis?.reveal() ?? '');
  const mayWorkAlone = mayOwnLocally(fallback, host);
  const stepMs = objectionMs / 50;
  let isTold = false;
  const since = systemClock.elapsed();
  for (;;) {
    const { phase, goneSince } = await failover.status();
    // A silence for good: the first call says what can be done about it.
    if (phase !== 'unbound' || (goneSince !== undefined && !mayWorkAlone)) return;
    const waitedMs = systemClock.elapsed() - since;
    if (waitedMs >= objectionMs * LONGEST) return;
    if (waitedMs >= objectionMs / 10 && !isTold) {
      isTold = true;
      onWait?.(whyItTakes({ address, namespace, isSilent: goneSince !== undefined, objectionMs }));
    }
    await pause(stepMs, signal, 'opening the client');
  }
}

function whyItTakes(facts: {
  address: string;
  namespace: string;
  isSilent: boolean;
  objectionMs: number;
}): string {
  const { address, namespace, isSilent } = facts;
  const seconds = `${facts.objectionMs / 1_000} seconds`;
  return isSilent
    ? `Redis at ${address} does not answer. After ${seconds} of silence this clone works on its own. Waiting; Ctrl-C stops.`
    : `First use of the namespace ${namespace} at ${address}: whoever may own it already has ${seconds} to say so. ` +
        'This happens once. Waiting; Ctrl-C stops.';
}
