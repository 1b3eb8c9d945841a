import type { Redis } from 'ioredis';
import { decodeReply } from '../call/reply.js';
import type { Keys } from '../keys.js';
import { inOrder } from '../scripts/script-input.js';
import { SCRIPTS } from '../scripts/scripts.js';
import { type GateBelief, gateBelief } from './gate-belief.js';
import { runScript } from './run-script.js';
import { checkSchema, SCHEMA } from './schema.js';
import { parseServerFacts, type ServerFacts } from './server-facts.js';
import { parseServerName } from './server-name.js';

/** What a client remembers of its namespace, to notice when a server has forgotten some of it. */
export interface Memory {
  /** Made with the namespace; another one means that it was emptied and begun anew. */
  birth: string | undefined;
  epoch: number;
  highestFence: number;
  /** The longest lease this client was granted. */
  longestMs: number;
  /** When all that this client was granted is over, by `performance.now()`. */
  heldUntil: number;
  /** It has seen a gate here: from then on it adopts no server by itself, also one that has forgotten the gate. */
  sawGate: boolean;
}

export interface Known {
  /** What each call carries. */
  server: string;
  facts: ServerFacts;
  /** The longest claim of a task that was ever noted, ms. */
  longestClaimMs: number;
  /** Left out: no gate was ever set here, as far as this client knows. */
  gate?: GateBelief;
}

/**
 * Finds out which server this is, and makes it the one of the namespace where it is not yet: epoch + 1, by
 * compare-and-set, once for all clients. Where it may have forgotten leases it grants none before the longest
 * is over. A client that comes later and knows of more that was forgotten adds that; the epoch is raised again only where
 * it would not show that anything was (a newcomer, who knew of nothing, had adopted the server).
 *
 * Where a gate was set the keeper of the failover decides about that, by setting it anew.
 */
export async function learnServer(
  redis: Redis,
  keys: Keys,
  memory: Memory,
  options: { newBirth: () => string; lockDelayMs: number },
): Promise<Known> {
  await checkSchema(redis, keys);
  const [info, stored] = await Promise.all([
    redis.info(),
    redis.hmget(keys.meta, 'server', 'fence', 'longest_claim'),
  ]);
  const facts = parseServerFacts(info);
  const longestClaimMs = Number(stored[2] ?? 0);
  let [server, fence] = [stored[0] ?? '', Number(stored[1] ?? 0)];
  for (;;) {
    const name = parseServerName(server);
    if (memory.sawGate || name.admits !== undefined) {
      memory.sawGate = true;
      if (name.admits !== undefined && name.runId === facts.runId) remember(memory, server);
      return { server, facts, longestClaimMs, gate: gateBelief(name, facts.runId) };
    }
    const delay = lockDelay(server, fence, facts, memory, options.lockDelayMs);
    if (name.runId === facts.runId && delay === undefined) {
      remember(memory, server);
      return { server, facts, longestClaimMs };
    }
    const args = {
      expected: server,
      schema: SCHEMA,
      run_id: facts.runId,
      birth: options.newBirth(),
      epoch: memory.epoch,
      fence: memory.highestFence,
      lock_delay: delay?.ms,
      everybody: delay?.everybody ? 'everybody' : '',
    };
    const words = inOrder(SCRIPTS.server.adopt, { keys: { meta: keys.meta, spare: keys.spare }, args });
    const { value } = decodeReply(await runScript(redis, SCRIPTS.server.adopt, words));
    server = String(value.server);
    fence = Number(value.fence);
    if (value.adopted === true) remember(memory, server);
  }
}

/**
 * How long nothing may be granted, because leases may have been forgotten: by a server without an append-only
 * file, a promoted replica, an emptied namespace, or one whose fences are behind those seen.
 */
function lockDelay(
  server: string,
  fence: number,
  facts: ServerFacts,
  memory: Memory,
  lockDelayMs: number,
): { ms: number; everybody: boolean } | undefined {
  const { runId, birth } = parseServerName(server);
  const reborn = memory.birth !== undefined && birth !== memory.birth;
  const behind = fence < memory.highestFence;
  const adopted = runId === facts.runId;
  const untrusted = !adopted && server !== '' && (!facts.appendOnly || facts.promoted);
  if (behind || untrusted || (reborn && !adopted))
    return { ms: Math.max(lockDelayMs, memory.longestMs), everybody: true };
  // Who adopted it saw that it was empty, and waits for everybody; of our own leases he may know nothing.
  if (reborn) return { ms: Math.max(0, Math.ceil(memory.heldUntil - performance.now())), everybody: false };
  return undefined;
}

function remember(memory: Memory, server: string): void {
  const { epoch, birth } = parseServerName(server);
  memory.birth = birth;
  memory.epoch = epoch;
}
