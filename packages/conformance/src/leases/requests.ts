import { type AcquireLease, type LeaseGrant, type LeaseKey, newId, type Storage } from '@agentcoord/core';
import { expectStatus, LONG_MS } from '../harness/expectations.js';

/** A request with a fresh id and a lease that outlives the test. */
export function leaseRequest(
  holder: string,
  keys: string | LeaseKey[],
  more: Partial<AcquireLease> = {},
): AcquireLease {
  const list = typeof keys === 'string' ? [{ key: keys }] : keys;
  return { grantId: newId('grant'), holder, keys: list, ttlMs: LONG_MS, ...more };
}

export async function granted(storage: Storage, request: AcquireLease): Promise<LeaseGrant> {
  return expectStatus(await storage.leases.acquire(request), 'granted').grant;
}

export async function busy(storage: Storage, request: AcquireLease) {
  return expectStatus(await storage.leases.acquire(request), 'busy');
}

/** Asks and stays in the queue. */
export function waiting(
  holder: string,
  keys: string | LeaseKey[],
  more: Partial<AcquireLease> = {},
): AcquireLease {
  return leaseRequest(holder, keys, { waitTtlMs: LONG_MS, ...more });
}
