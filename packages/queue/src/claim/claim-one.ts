import { durationMs } from '@agentcoord/core';
import type { QueueContext } from '../queue-context.js';
import { DEFAULT_POLL_INTERVAL, nextLookMs, waitUntil } from '../wait/next-look.js';
import { type ClaimOptions, claimRequest } from './claim-options.js';
import { HeldClaim } from './held-claim.js';
import { takeClaims } from './take-claims.js';

/** One task, now or within `wait`; undefined when there was none. */
export async function claimOne(context: QueueContext, options: ClaimOptions): Promise<HeldClaim | undefined> {
  const request = claimRequest(context, options);
  const { storage, random, clock, queue } = context;
  const { signal } = options;
  const pollMs = durationMs(options.pollInterval ?? DEFAULT_POLL_INTERVAL, 'pollInterval');
  const waitMs = durationMs(options.wait ?? 0, 'wait');
  const remainingMs = waitUntil(clock, waitMs);

  const look = async (): Promise<{ claim: HeldClaim } | { nextDueAt?: number }> => {
    const { reply, sentAt } = await takeClaims(context, request, signal);
    if (reply.status === 'empty') return reply;
    const [granted] = reply.claims;
    return granted ? { claim: new HeldClaim(context, granted, { leaseMs: request.leaseMs, sentAt }) } : {};
  };

  if (waitMs === 0) {
    const found = await look();
    return 'claim' in found ? found.claim : undefined;
  }
  // Opened before the look: what is added in between is heard.
  const listener = await storage.signals.listen({ channels: [`queue/${queue}`] }, { signal });
  try {
    for (;;) {
      const found = await look();
      if ('claim' in found) return found.claim;
      if (remainingMs() === 0) return undefined;
      const lookMs = await nextLookMs({ storage, random, pollMs, nextDueAt: found.nextDueAt });
      await listener.next({ timeoutMs: Math.min(lookMs, remainingMs()), signal });
    }
  } finally {
    await listener.close();
  }
}
