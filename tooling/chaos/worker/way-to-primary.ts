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
  | 'loses-some-replies';

const LOST = 0.3;

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
    if (state === 'swallows-replies') await verb(request, options);
    await pause(options?.timeoutMs ?? callMs, options?.signal);
    throw away(state === 'swallows-replies' ? 'storage_unknown' : 'storage_unavailable', name);
  });
}

/** Before anything is sent: as a client that connects would find it. */
export async function throughWay(file: string, callMs: number): Promise<void> {
  const state = wayState(file);
  if (state === 'refuses') throw refused('opening');
  if (state === 'open' || state === 'loses-some-replies') return;
  await pause(callMs);
  throw away('storage_unavailable', 'opening');
}

function refused(name: string): AgentCoordError {
  return new AgentCoordError('storage_unavailable', `Nobody listens for ${name}.`, {
    data: { nobodyListens: true },
  });
}

function away(code: 'storage_unavailable' | 'storage_unknown', name: string): AgentCoordError {
  return new AgentCoordError(code, `The primary did not answer ${name}.`);
}
