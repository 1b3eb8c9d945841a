import type { Records, Storage, StoredRecord } from '@agentcoord/core';
import type { Sighting } from '../agent/agent-info.js';
import { PRESENCE_SPACE, presenceKey } from '../agent/agent-name.js';
import { AGENTS, decodeAgent, hasEnded, type KnownRecord } from '../agent/agent-record.js';
import { inspectAll } from './inspect-all.js';

/** A record, and whether its incarnation was present. */
export interface SeenAgent extends KnownRecord, Sighting {}

/** An agent that changes faster than this many looks is alive enough. */
const LOOKS = 4;

export async function readAgents(storage: Storage): Promise<SeenAgent[]> {
  return look(storage, await listAgents(storage.records), PRESENCE_SPACE);
}

export async function readAgent(storage: Storage, id: string): Promise<SeenAgent | undefined> {
  const [seen] = await look(storage, await getAgents(storage.records, [id]), presenceKey(id));
  return seen;
}

/**
 * Records and leases are read one after the other, and an agent may leave or return in between. It
 * marks its record before it gives up its lease, so: absent, and its record unchanged *after* that
 * was seen, means dead. Any other is looked at again.
 */
async function look(storage: Storage, records: readonly KnownRecord[], under: string): Promise<SeenAgent[]> {
  const settled = new Map<string, SeenAgent>();
  let open = records;
  for (let looks = 1; open.length > 0; looks += 1) {
    const { grants } = await inspectAll(storage.leases, { under });
    const presentAt = new Map(grants.map((grant) => [grant.grantId, grant.expiresAt - grant.ttlMs]));
    const doubtful: KnownRecord[] = [];
    for (const known of open) {
      const at = presentAt.get(known.record.incarnation);
      if (at !== undefined) settled.set(known.id, { ...known, presentAt: at });
      else if (hasEnded(known.record) || known.record.state === 'spawning') settled.set(known.id, known);
      else doubtful.push(known);
    }
    const again = new Map(
      (await getAgents(storage.records, idsOf(doubtful))).map((known) => [known.id, known]),
    );
    open = doubtful.flatMap((known) => {
      const current = again.get(known.id);
      if (current === undefined) return [];
      if (current.version !== known.version && looks < LOOKS) return [current];
      settled.set(
        known.id,
        current.version === known.version ? known : { ...current, presentAt: current.record.lastHeartbeatAt },
      );
      return [];
    });
  }
  return records.flatMap((known) => settled.get(known.id) ?? []);
}

async function listAgents(records: Records): Promise<KnownRecord[]> {
  const known: KnownRecord[] = [];
  let cursor: string | undefined;
  do {
    const page = await records.list({
      collection: AGENTS,
      limit: 1_000,
      ...(cursor === undefined ? {} : { cursor }),
    });
    known.push(...decoded(page.records));
    cursor = page.cursor;
  } while (cursor !== undefined);
  return known;
}

async function getAgents(records: Records, ids: string[]): Promise<KnownRecord[]> {
  const known: KnownRecord[] = [];
  for (let start = 0; start < ids.length; start += 1_000) {
    known.push(...decoded(await records.get({ collection: AGENTS, ids: ids.slice(start, start + 1_000) })));
  }
  return known;
}

function decoded(stored: ReadonlyArray<StoredRecord | undefined>): KnownRecord[] {
  return stored.flatMap((record) => decodeAgent(record) ?? []);
}

function idsOf(known: readonly KnownRecord[]): string[] {
  return known.map(({ id }) => id);
}
