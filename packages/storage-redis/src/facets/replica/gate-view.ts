import type { GateView, JsonObject } from '@agentcoord/core';
import type { Known, Memory } from '../../connection/adoption.js';
import { parseServerLife, type ServerLives } from '../../connection/server-life.js';
import { parseServerName } from '../../connection/server-name.js';

/** The name of Redis in the batches it makes. */
export const REDIS = 'redis';

type StoredView = Omit<GateView, 'storeId' | 'server'> & { server: string; fence: number };

/** What the script told in one step, with what the server said of itself right after it: so that its age is none too high. */
export function toGateView(
  stored: JsonObject,
  { facts, memory, info, lives }: { facts: Known['facts']; memory: Memory; info: string; lives: ServerLives },
): GateView {
  const { server, fence, ...view } = stored as unknown as StoredView;
  const { runId, birth } = parseServerName(server);
  const adopted = runId === facts.runId;
  // A gate that is here was not forgotten, and neither was anything since it was set.
  const isKnown = adopted && view.gate.version > 0;
  const isBehind = fence < memory.highestFence || (memory.birth !== undefined && birth !== memory.birth);
  return {
    storeId: REDIS,
    ...view,
    server: {
      adopted,
      mayHaveForgotten: !isKnown && (isBehind || (!adopted && (!facts.appendOnly || facts.promoted))),
      upForMs: lives.upForMs(facts.runId, parseServerLife(info), performance.now()),
    },
  };
}
