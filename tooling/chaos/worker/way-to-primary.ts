import { readFileSync } from 'node:fs';
import { AgentCoordError, pause, type Storage } from '../../../packages/core/src/index.js';
import { eachVerb } from './each-verb.js';

/**
 * What the way to a primary that is a file store does, as one file for each host says. It takes the place of the
 * proxy, for stores that nothing lies before.
 */
export type WayState =
  | 'open'
  /** Nobody is there: it did not run. */
  | 'refuses'
  /** The request never arrives, and nobody says so. */
  | 'swallows-requests'
  /** It runs, and the reply never comes. */
  | 'swallows-replies'
  /** Now and then the connection ends after it ran, and before its reply. */
  | 'loses-some-replies'
  /** Some replies are under way for long, and never come where the ownership has moved meanwhile. */
  | 'loses-replies-at-a-move';

const LOST = 0.3;
const LATE_MS = 400;

function wayState(file: string): WayState {
  try {
    return readFileSync(file, 'utf8') as WayState;
  } catch {
    return 'open';
  }
}

/** As the product's own client would tell of such a way. */
export function behindWay(storage: Storage, file: string, callMs: number): Storage {
  return eachVerb(storage, (name, verb) => async (request, options) => {
    const state = wayState(file);
    if (state === 'open') return verb(request, options);
    if (state === 'refuses') throw refused(name);
    if (state === 'loses-some-replies') {
      const reply = await verb(request, options);
      if (Math.random() > LOST) return reply;
      throw away('storage_unknown', name);
    }
    if (state === 'loses-replies-at-a-move') {
      const reply = await verb(request, options);
      const isLost = Math.random() < LOST && (await movesWithin(storage, options?.epoch, LATE_MS));
      if (isLost) throw away('storage_unknown', name);
      return reply;
    }
    if (state === 'swallows-replies') await verb(request, options);
    await pause(options?.timeoutMs ?? callMs, options?.signal);
    throw away(state === 'swallows-replies' ? 'storage_unknown' : 'storage_unavailable', name);
  });
}

/** Before anything is sent: as a client that connects would find it. */
export async function throughWay(file: string, callMs: number): Promise<void> {
  const state = wayState(file);
  if (state === 'refuses') throw refused('opening');
  if (state === 'open' || state.startsWith('loses')) return;
  await pause(callMs);
  throw away('storage_unavailable', 'opening');
}

/** Whether the gate admits another epoch within this time. */
async function movesWithin(storage: Storage, epoch: number | undefined, ms: number): Promise<boolean> {
  if (epoch === undefined || storage.replica === undefined) return false;
  for (const until = performance.now() + ms; performance.now() < until; await pause(10))
    if ((await storage.replica.look()).gate.admits !== epoch) return true;
  return false;
}

function refused(name: string): AgentCoordError {
  return new AgentCoordError('storage_unavailable', `Nobody listens for ${name}.`, {
    data: { nobodyListens: true },
  });
}

function away(code: 'storage_unavailable' | 'storage_unknown', name: string): AgentCoordError {
  return new AgentCoordError(code, `The primary did not answer ${name}.`);
}
