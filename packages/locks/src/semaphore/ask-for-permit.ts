import {
  type AcquirePermit,
  AgentCoordError,
  type Clock,
  type PermitReply,
  type Storage,
  throwIfAborted,
} from '@agentcoord/core';
import { Lookout } from '../waiting/lookout.js';

export interface PermitRequest extends AcquirePermit {
  storage: Storage;
  clock: Clock;
  waitMs: number;
  signal?: AbortSignal;
}

export type PermitAnswer = { status: 'granted'; sentAt: number } | { status: 'busy'; inUse: number };

/** Asks until granted or out of time; leaves no permit behind when it ends otherwise. */
export async function askForPermit(request: PermitRequest): Promise<PermitAnswer> {
  const { storage, clock, waitMs, signal, ...permit } = request;
  const deadline = clock.elapsed() + waitMs;
  const lookout = new Lookout({ storage, clock, channel: `permit/${permit.name}` });
  let sentAt: number | undefined;
  try {
    for (;;) {
      throwIfAborted(signal, 'waiting for a permit');
      sentAt ??= clock.elapsed();
      const reply = await answered(storage.limits.acquirePermit(permit), deadline - clock.elapsed());
      if (reply?.status === 'granted') {
        throwIfAborted(signal, 'waiting for a permit');
        return { status: 'granted', sentAt };
      }
      if (reply !== undefined) sentAt = undefined;
      const remainingMs = deadline - clock.elapsed();
      if (reply !== undefined && remainingMs <= 0) return reply;
      if (await lookout.open().catch(() => false)) continue;
      await lookout.next({
        remainingMs,
        ...(reply?.nextDueAt === undefined ? {} : { nextDueAt: reply.nextDueAt }),
        ...(signal === undefined ? {} : { signal }),
      });
    }
  } catch (error) {
    if (sentAt !== undefined) {
      await storage.limits
        .releasePermit({ name: permit.name, permitId: permit.permitId })
        .catch(() => undefined);
    }
    throw error;
  } finally {
    await lookout.close().catch(() => undefined);
  }
}

/** `undefined`: the store did not answer and there is time left to ask again. */
async function answered(ask: Promise<PermitReply>, remainingMs: number): Promise<PermitReply | undefined> {
  try {
    return await ask;
  } catch (error) {
    if (remainingMs > 0 && AgentCoordError.is(error, 'storage_unavailable', 'storage_unknown'))
      return undefined;
    throw error;
  }
}
