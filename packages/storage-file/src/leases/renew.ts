import type { CallOptions, LeaseIdentity, RenewReply } from '@agentcoord/core';
import type { Store } from '../store/store.js';

/** Moves the expiry of a grant that is still valid; never brings one back. */
export function renew(
  store: Store,
  request: LeaseIdentity & { ttlMs: number },
  options?: CallOptions,
): Promise<RenewReply> {
  const { grantId, fence, ttlMs } = request;
  return store.write((tx) => {
    const expiresAt = tx.now + ttlMs;
    const renewed = tx.run(
      'UPDATE leases SET expires_at = ?, ttl_ms = ? WHERE fence = ? AND grant_id = ? AND expires_at > ?',
      ...[expiresAt, ttlMs, fence, grantId, tx.now],
    );
    if (renewed === 0) return { status: 'lost' };
    tx.leased(ttlMs);
    tx.emit('lease-renewed', `lease/${grantId}`, tx.nextFence(), { expiresAt, ttlMs });
    return { status: 'renewed', expiresAt };
  }, options);
}
