import {
  AgentCoordError,
  backoffMs,
  DEFAULT_CALL_TIMEOUT_MS,
  pause,
  type SettleReply,
  type SettleTask,
} from '@agentcoord/core';
import type { QueueContext } from '../queue-context.js';
import { isPassing } from '../storage-trouble.js';

export interface SettleTry {
  reply: SettleReply;
  /** `clock.elapsed()` from before the send that was answered: deadlines of a next claim count from here. */
  sentAt: number;
  /** A try before this one may have run although its answer never came. */
  afterUnknown: boolean;
}

const BETWEEN_TRIES = { baseMs: 20, maxMs: 1_000 };

/**
 * Sends one settlement until the store answers or `patienceMs` says that the claim is over anyway.
 * Sending it again is harmless: a settlement that already ran makes the next one `fenced`.
 */
export async function settleWithRetries(
  { storage, clock, random }: Pick<QueueContext, 'storage' | 'clock' | 'random'>,
  request: SettleTask,
  patienceMs: () => number,
): Promise<SettleTry> {
  let afterUnknown = false;
  for (let attempt = 1; ; attempt += 1) {
    const sentAt = clock.elapsed();
    try {
      // At least one whole try, however late: the store alone decides whether the claim still holds.
      const timeoutMs =
        attempt === 1
          ? DEFAULT_CALL_TIMEOUT_MS
          : Math.max(1, Math.min(DEFAULT_CALL_TIMEOUT_MS, patienceMs()));
      const reply = await storage.queues.settle(request, { timeoutMs });
      return { reply, sentAt, afterUnknown };
    } catch (error) {
      if (!isPassing(error)) throw error;
      afterUnknown ||= AgentCoordError.is(error, 'storage_unknown', 'session_expired');
      const waitMs = backoffMs(attempt, BETWEEN_TRIES, random);
      if (waitMs >= patienceMs()) throw error;
      await pause(waitMs);
    }
  }
}
