import { keySpace, type LeaseKey } from '@agentcoord/core';
import { leasesConflict } from '../leases/overlap.js';

export interface ModelRequest {
  grantId: string;
  holder: string;
  keys: Array<Required<LeaseKey>>;
  ttlMs: number;
  waits: boolean;
}

interface Held extends ModelRequest {
  expiresAt: number;
}

export type ModelAcquire =
  | { status: 'granted' }
  | { status: 'busy'; inTheWay: string[]; position?: number }
  | { status: 'would_deadlock' };

/** The rules of leases in their plainest form: two lists, and every request compared with all of them. */
export class LeaseModel {
  private grants: Held[] = [];
  private waiters: Held[] = [];

  acquire(request: ModelRequest, now: number): ModelAcquire {
    this.dropExpired(now);
    if (this.grants.some((grant) => grant.grantId === request.grantId)) return { status: 'granted' };
    const place = this.waiters.findIndex((waiter) => waiter.grantId === request.grantId);
    const earlier = place === -1 ? this.waiters : this.waiters.slice(0, place);
    const before = earlier.filter((waiter) => conflict(waiter, request));
    const holders = this.grants.filter((grant) => conflict(grant, request));
    if (before.length + holders.length === 0) {
      this.leave(request.grantId);
      this.grants.push({ ...request, expiresAt: now + request.ttlMs });
      return { status: 'granted' };
    }
    const inTheWay = [...before, ...holders].map((held) => held.grantId);
    if (!request.waits) return { status: 'busy', inTheWay };
    if (this.grants.some((grant) => grant.holder === request.holder && sameSpace(grant, request))) {
      return { status: 'would_deadlock' };
    }
    const waiter = { ...request, expiresAt: now + request.ttlMs };
    if (place === -1) this.waiters.push(waiter);
    else this.waiters[place] = waiter;
    return { status: 'busy', inTheWay, position: before.length };
  }

  renew(grantId: string, ttlMs: number, now: number): 'renewed' | 'lost' {
    this.dropExpired(now);
    const grant = this.grants.find((held) => held.grantId === grantId);
    if (!grant) return 'lost';
    grant.expiresAt = now + ttlMs;
    return 'renewed';
  }

  release(grantId: string, now: number): 'released' | 'left' | 'gone' {
    this.dropExpired(now);
    if (this.leave(grantId)) return 'left';
    const kept = this.grants.filter((grant) => grant.grantId !== grantId);
    const status = kept.length < this.grants.length ? 'released' : 'gone';
    this.grants = kept;
    return status;
  }

  revoke(holder: string, now: number): string[] {
    this.dropExpired(now);
    const revoked = this.grants.filter((grant) => grant.holder === holder);
    this.grants = this.grants.filter((grant) => grant.holder !== holder);
    return revoked.map((grant) => grant.grantId).sort();
  }

  inspect(now: number): { grants: string[]; waiters: string[] } {
    this.dropExpired(now);
    const ids = (list: Held[]) => list.map((held) => held.grantId);
    return { grants: ids(this.grants).sort(), waiters: ids(this.waiters) };
  }

  private leave(grantId: string): boolean {
    const kept = this.waiters.filter((waiter) => waiter.grantId !== grantId);
    const left = kept.length < this.waiters.length;
    this.waiters = kept;
    return left;
  }

  private dropExpired(now: number): void {
    this.grants = this.grants.filter((grant) => grant.expiresAt > now);
    this.waiters = this.waiters.filter((waiter) => waiter.expiresAt > now);
  }
}

function conflict(one: ModelRequest, other: ModelRequest): boolean {
  if (one.holder === other.holder) return false;
  return one.keys.some((key) => other.keys.some((otherKey) => leasesConflict(key, otherKey)));
}

function sameSpace(one: ModelRequest, other: ModelRequest): boolean {
  const space = (request: ModelRequest) => keySpace(request.keys[0]?.key ?? '');
  return space(one) === space(other);
}
