import { EVENTS_LOG, type Listener } from '@agentcoord/core';
import type { Host } from '../host.js';
import { idle } from '../keeper/idle.js';
import { lookAtOwn } from '../keeper/own-gate.js';
import type { Shipped } from './ship.js';
import { shipToOwn } from './ship-to-own.js';
import { PrimaryFollows } from './ship-to-primary.js';

/** Changes that are made one after the other travel together. */
const GATHER_MS = 20;

/** Ships in whichever direction it goes now, woken by the owner's events, until the signal fires. */
export async function followOn(host: Host, signal: AbortSignal): Promise<void> {
  const { times } = host;
  const primaryFollows = new PrimaryFollows(host);
  let ears: { of: 'own' | 'primary'; listener: Listener } | undefined;
  const shipFrom = (source: 'own' | 'primary'): Promise<Shipped> =>
    source === 'own' ? primaryFollows.ship(times.lookEveryMs) : shipToOwn(host, { forMs: times.lookEveryMs });
  while (!signal.aborted) {
    try {
      const source = await whoIsFollowed(host);
      if (ears?.of !== source) {
        await ears?.listener.close();
        ears = source && { of: source, listener: await listen(host, source) };
      }
      const shipped = source && (await shipFrom(source));
      if (shipped?.status === 'behind') continue;
      if (shipped?.status === 'even' && ears !== undefined) {
        await heard(ears.listener, times.lookEveryMs, signal);
        await idle(GATHER_MS, signal);
        continue;
      }
    } catch {
      // The keeper finds out why and says it; here it is only tried again.
      await ears?.listener.close().catch(() => undefined);
      ears = undefined;
    }
    await idle(times.lookEveryMs / 4, signal);
  }
  await ears?.listener.close().catch(() => undefined);
}

async function whoIsFollowed(host: Host): Promise<'own' | 'primary' | undefined> {
  if (host.primary.gone !== undefined) return undefined;
  const { phase, owner } = (await lookAtOwn(host)).record;
  if (phase === 'owner' || phase === 'handing-over') return 'own';
  return phase === 'follower' && owner === 'redis' ? 'primary' : undefined;
}

async function listen({ local, primary, closed }: Host, source: 'own' | 'primary'): Promise<Listener> {
  const storage = source === 'own' ? local : await primary.storage();
  return storage.signals.listen({ channels: [`log/${EVENTS_LOG}`] }, { signal: closed });
}

/** Its waiting keeps the process alive no longer than one look. */
async function heard(listener: Listener, timeoutMs: number, signal: AbortSignal): Promise<void> {
  await listener.next({ timeoutMs, signal }).catch((error: unknown) => {
    if (!signal.aborted) throw error;
  });
}
