import { AgentCoordError, type Duration, durationMs, type Listener, pause } from '@agentcoord/core';
import { type ApprovalContext, look } from '../context.js';
import type { Approval } from '../record/approval.js';
import { APPROVALS } from '../record/approval-record.js';
import { noteExpiry } from './note-expiry.js';

export interface WaitOptions {
  /** Ends the waiting with `aborted`; the request stays. */
  signal?: AbortSignal;
  /** The longest time between two looks where no signal comes. Default `'5s'`. */
  pollInterval?: Duration;
}

export type EndedApproval = Approval & { status: 'approved' | 'rejected' | 'expired' | 'cancelled' };

const RETRY_MS = 200;
/** How long after the expiry a store that is away may come back with the answer. */
const GRACE_MS = 30_000;

/** Woken by the decision itself. Goes on over a store that is away or restarted, and in another process after this one. */
export async function waitForDecision(
  context: ApprovalContext,
  id: string,
  options: WaitOptions = {},
): Promise<EndedApproval> {
  const pollMs = Math.max(1, durationMs(options.pollInterval ?? '5s', 'pollInterval'));
  const { clock } = context;
  let known: { approval: Approval; seenAt: number } | undefined;
  for (;;) {
    try {
      return await listenAndLook({ context, id, pollMs, signal: options.signal }, (approval) => {
        known = { approval, seenAt: clock.elapsed() };
      });
    } catch (error) {
      // What is not there yet is a mistake; what is no longer there was taken away.
      if (known !== undefined && AgentCoordError.is(error, 'not_found')) return takenAway(known.approval);
      if (known === undefined || !isPassing(error) || isOver(known)) throw error;
      await pause(RETRY_MS, options.signal, 'waiting for a decision');
    }
  }

  function isOver({ approval, seenAt }: { approval: Approval; seenAt: number }): boolean {
    const leftMs = approval.expiresAt - approval.requestedAt;
    return clock.elapsed() - seenAt > leftMs + GRACE_MS;
  }
}

interface Waiting {
  context: ApprovalContext;
  id: string;
  pollMs: number;
  signal: AbortSignal | undefined;
}

async function listenAndLook(
  { context, id, pollMs, signal }: Waiting,
  onLook: (approval: Approval) => void,
): Promise<EndedApproval> {
  const { storage } = context;
  // Opened before the look: a decision that comes in between is heard.
  const listener: Listener = await storage.signals.listen({ channels: [`record/${APPROVALS}`] }, { signal });
  try {
    for (;;) {
      const { approval } = await look(context, id, { signal });
      onLook(approval);
      if (isEnded(approval)) {
        if (approval.status === 'expired') await noteExpiry(context, id);
        return approval;
      }
      const dueMs = approval.expiresAt - (await storage.now({ signal })) + 1;
      await listener.next({ timeoutMs: Math.max(1, Math.min(pollMs, dueMs)), signal });
    }
  } finally {
    await listener.close().catch(() => undefined);
  }
}

function isEnded(approval: Approval): approval is EndedApproval {
  return approval.status !== 'pending';
}

function isPassing(error: unknown): boolean {
  return AgentCoordError.is(error, 'storage_unavailable', 'storage_unknown', 'session_expired', 'timeout');
}

function takenAway(approval: Approval): EndedApproval {
  return { ...approval, status: 'cancelled', reason: 'the request was removed from the store' };
}
