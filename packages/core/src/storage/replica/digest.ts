import { sha256 } from '../../signing/sha256.js';
import { canonicalJson } from '../../text/json.js';
import type { CallOptions } from '../call-options.js';
import type { ReplicaEntity } from './entity.js';
import type { Position } from './position.js';
import type { Replica } from './replica.js';

/** What stands in a store, for every store in the same words: two copies are equal where their digests are. */
export interface ReplicaDigest {
  position: Position;
  digest: string;
  /** By kind of entity, so that a difference can be named. */
  kinds: Record<string, { count: number; digest: string }>;
}

const PAGE = 1_000;

/**
 * SHA-256 over all entities of a snapshot in canonical JSON, in the order of their hashes. Without slots, which each store
 * forgets in its own time, and without scopes of which nothing is left. Means something only while nothing changes.
 */
export async function digestReplica(replica: Replica, options?: CallOptions): Promise<ReplicaDigest> {
  const hashes = new Map<string, string[]>();
  let cursor: string | undefined;
  let position: Position | undefined;
  do {
    const page = await replica.snapshot(
      { limit: PAGE, ...(cursor === undefined ? {} : { cursor }) },
      options,
    );
    for (const entity of page.entities) {
      if (!counts(entity)) continue;
      const known = hashes.get(entity.kind) ?? [];
      hashes.set(entity.kind, known);
      known.push(sha256(canonicalJson(entity)));
    }
    position ??= page.to;
    // Behind the entities come the events, which are trimmed at different times.
    cursor = page.events.length > 0 ? undefined : page.cursor;
  } while (cursor !== undefined);
  const kinds = [...hashes].sort().map(([kind, list]) => {
    return [kind, { count: list.length, digest: sha256(list.sort().join('\n')) }] as const;
  });
  return { position, digest: sha256(canonicalJson(kinds)), kinds: Object.fromEntries(kinds) };
}

function counts(entity: ReplicaEntity): boolean {
  if (entity.kind === 'slot') return false;
  if (entity.kind !== 'spend') return true;
  const { spent, reserved, refused } = entity.state;
  return spent !== 0 || reserved !== 0 || refused;
}
