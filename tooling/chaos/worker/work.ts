import { AgentCoordError, pause, type Storage } from '../../../packages/core/src/index.js';
import type { CallRecorder } from './call-recorder.js';
import type { ResourceReply, RoundTimes } from './messages.js';

/** What the activities of one worker share in one round. */
export interface Work {
  worker: string;
  storage: Storage;
  calls: CallRecorder;
  times: RoundTimes;
  random: () => number;
  /** No new work is begun any more. */
  closing: AbortSignal;
  /** No worker will push another task: who works on tasks goes on until none is left. */
  draining: AbortSignal;
  /** The round is over. */
  ended: AbortSignal;
  /** Asks the resource, which the parent keeps. */
  useResource(use: {
    kind: 'enter' | 'write';
    resource: string;
    grantId: string;
    fence: number;
    base?: number;
  }): Promise<ResourceReply>;
}

export type Activity = (work: Work) => Promise<void>;

/** About this long, also where everything ends meanwhile. */
export async function rest(work: Work, ms: number): Promise<void> {
  await pause(ms * (0.5 + work.random()), work.ended).catch(() => undefined);
}

/**
 * Does it again and again until no new work is to be begun. What the storage refuses is a part of the round and
 * was written down; what is no error of ours is a bug, and ends the worker.
 */
export async function repeatedly(work: Work, restMs: number, once: () => Promise<void>): Promise<void> {
  while (!work.closing.aborted) {
    try {
      await once();
      await rest(work, restMs);
    } catch (error) {
      if (!AgentCoordError.is(error)) throw error;
      await rest(work, 20 + restMs);
    }
  }
}

export function pick<Item>(work: Work, items: readonly [Item, ...Item[]]): Item {
  return items[Math.floor(work.random() * items.length)] ?? items[0];
}
