import type { Redis } from 'ioredis';
import { decodeReply } from '../call/reply.js';
import type { Keys } from '../keys.js';
import { inOrder } from '../scripts/script-input.js';
import { SCRIPTS } from '../scripts/scripts.js';
import { runScript } from './run-script.js';
import { checkSchema, SCHEMA } from './schema.js';
import { parseServerFacts, type ServerFacts } from './server-facts.js';

/** What a client remembers of its namespace, to notice when a server has forgotten some of it. */
export interface Memory {
  /** Made with the namespace; another one means that it was emptied and begun anew. */
  birth: string | undefined;
  epoch: number;
  highestFence: number;
  /** The longest lease this client was granted. */
  longestMs: number;
}

export interface Known {
  /** `<run id>/<epoch>/<birth>`: what each call carries. */
  server: string;
  facts: ServerFacts;
}

/**
 * Finds out which server this is, and makes it the one of the namespace where it is not yet: epoch + 1, by
 * compare-and-set. Where it may have forgotten leases it grants none before the longest is over.
 */
export async function learnServer(
  redis: Redis,
  keys: Keys,
  memory: Memory,
  options: { newBirth: string; lockDelayMs: number },
): Promise<Known> {
  await checkSchema(redis, keys);
  const [info, stored] = await Promise.all([redis.info(), redis.hmget(keys.meta, 'server', 'fence')]);
  const facts = parseServerFacts(info);
  let [server, fence] = [stored[0] ?? '', Number(stored[1] ?? 0)];
  for (;;) {
    const forgot = mayHaveForgotten(server, fence, facts, memory);
    if (parts(server).runId === facts.runId && !forgot) {
      remember(memory, server);
      return { server, facts };
    }
    const delay = forgot ? String(Math.max(options.lockDelayMs, memory.longestMs)) : '';
    const args = {
      expected: server,
      schema: SCHEMA,
      run_id: facts.runId,
      birth: options.newBirth,
      epoch: memory.epoch,
      fence: memory.highestFence,
      lock_delay: delay,
    };
    const words = inOrder(SCRIPTS.server.adopt, { keys: { meta: keys.meta, spare: keys.spare }, args });
    const { value } = decodeReply(await runScript(redis, SCRIPTS.server.adopt, words));
    server = String(value.server);
    fence = Number(value.fence);
    if (value.adopted === true) remember(memory, server);
  }
}

/** No append-only file, a promoted replica, an emptied namespace, or fences behind those seen. */
function mayHaveForgotten(server: string, fence: number, facts: ServerFacts, memory: Memory): boolean {
  const { runId, birth } = parts(server);
  if (memory.birth !== undefined && birth !== memory.birth) return true;
  if (fence < memory.highestFence) return true;
  if (server === '' || runId === facts.runId) return false;
  return !facts.appendOnly || facts.promoted;
}

function parts(server: string): { runId: string; epoch: number; birth: string } {
  const [runId = '', epoch = '0', birth = ''] = server.split('/');
  return { runId, epoch: Number(epoch), birth };
}

function remember(memory: Memory, server: string): void {
  const { epoch, birth } = parts(server);
  memory.birth = birth;
  memory.epoch = epoch;
}
