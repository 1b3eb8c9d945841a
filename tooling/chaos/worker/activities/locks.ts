import { type LeaseGrant, newId, pause } from '../../../../packages/core/src/index.js';
import { type Activity, pick, repeatedly, rest, type Work } from '../work.js';

const LOCKED = ['file/a', 'file/b', 'file/c'] as const;

/** Takes a lock, changes what it guards, gives it back; sometimes outlives it, and then is too late. */
export const holdLocks: Activity = async (work) => {
  await repeatedly(work, 2 * work.times.restMs, async () => {
    const grant = await acquire(work);
    if (grant === undefined) return;
    const { grantId, fence } = grant;
    const resource = grant.keys[0]?.scope === 'tree' ? pick(work, LOCKED) : String(grant.keys[0]?.key);
    const entered = await work.useResource({ kind: 'enter', resource, grantId, fence });
    const outlives = work.random() < 0.04;
    await rest(work, outlives ? 1.2 * work.times.leaseMs : 0.04 * work.times.leaseMs);
    if (work.random() < 0.25) await work.storage.leases.renew({ grantId, fence, ttlMs: work.times.leaseMs });
    if (entered.accepted)
      await work.useResource({ kind: 'write', resource, grantId, fence, base: entered.version });
    await work.storage.leases.release({ grantId, fence });
  });
};

async function acquire(work: Work): Promise<LeaseGrant | undefined> {
  const { storage, times, worker } = work;
  const wholeFolder = work.random() < 0.15;
  const request = {
    grantId: newId('grant'),
    // One flow of work is one holder: a grant that was left behind must not help the next.
    holder: `${worker}/${newId('flow')}`,
    keys: wholeFolder ? [{ key: 'file', scope: 'tree' as const }] : [{ key: pick(work, LOCKED) }],
    ttlMs: times.leaseMs,
    waitTtlMs: times.leaseMs,
  };
  let failures = 0;
  for (;;) {
    try {
      const reply = await storage.leases.acquire(request, { timeoutMs: times.callMs });
      if (reply.status === 'granted') return reply.grant;
    } catch (error) {
      failures += 1;
      if (failures > 3) throw error;
    }
    if (work.closing.aborted) break;
    await pause(8 + work.random() * 20);
  }
  await storage.leases.release({ grantId: request.grantId });
  return undefined;
}
