import { hostname } from 'node:os';
import type { Storage } from '@agentcoord/core';
import type { Ownership } from '@agentcoord/storage-failover';

/** What the audit log and the events tell of an owner. */
const COLLECTION = 'owners';

/**
 * Writes down who owns a namespace now, so that the change is among its events and in its audit log. Every host sees a
 * change; whoever writes it first has written it.
 */
export async function recordOwner(
  { records }: Storage,
  namespace: string,
  { owner, epoch }: Ownership,
): Promise<void> {
  const [stored] = await records.get({ collection: COLLECTION, ids: [namespace] });
  const before = stored?.value;
  if (typeof before?.epoch === 'number' && before.epoch >= epoch) return;
  const reason = reasonOf(before?.owner, owner);
  const host = owner === 'redis' ? {} : { host: hostname() };
  await records.put({
    collection: COLLECTION,
    id: namespace,
    value: { owner, epoch, reason, ...host },
    ifVersion: stored?.version ?? 0,
  });
}

function reasonOf(before: unknown, owner: Ownership['owner']): string {
  if (before === undefined) return 'the namespace got its first owner';
  if (owner !== 'redis') return 'no other host takes part any more';
  if (before === 'redis') return 'Redis came back as another server, or with older data';
  return 'another host takes part, or an operator asked for it';
}
