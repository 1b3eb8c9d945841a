import { AgentCoordError, pause } from '@agentcoord/core';
import { CALL_MS } from './source.js';

/**
 * For reads that take no deadline of their own: nobody waits longer than `CALL_MS` for them, whatever they do. What comes
 * later is dropped; the call itself settles by the deadline that every storage call has.
 */
export async function answerInTime<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  const settled = new AbortController();
  const late = pause(CALL_MS, AbortSignal.any([signal, settled.signal])).then((): never => {
    throw new AgentCoordError('storage_unavailable', `The store did not answer within ${CALL_MS / 1000} s.`);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    late.catch(() => undefined);
    work.catch(() => undefined);
    settled.abort();
  }
}
