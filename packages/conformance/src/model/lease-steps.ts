import type { Storage } from '@agentcoord/core';
import { expect } from 'vitest';
import type { LeaseModel, ModelRequest } from './lease-model.js';

/** Takes each step of leases on the storage and on the model, and compares the answers. */
export class LeaseSteps {
  private readonly fences = new Map<string, number>();

  constructor(
    private readonly storage: Storage,
    private readonly model: LeaseModel,
  ) {}

  async acquire({ waits, ...request }: ModelRequest, now: number): Promise<void> {
    const wait = waits ? { waitTtlMs: request.ttlMs } : {};
    const reply = await this.storage.leases.acquire({ ...request, ...wait });
    const expected = this.model.acquire({ ...request, waits }, now);
    expect(reply.status).toBe(expected.status);
    if (reply.status === 'granted') this.fences.set(request.grantId, reply.grant.fence);
    if (reply.status !== 'busy' || expected.status !== 'busy') return;
    expect(reply.position).toBe(expected.position);
    expect(reply.conflicts.length).toBeGreaterThan(0);
    for (const conflict of reply.conflicts) expect(expected.inTheWay).toContain(conflict.grantId);
  }

  async renew({ grantId, ttlMs }: ModelRequest, now: number): Promise<void> {
    const reply = await this.storage.leases.renew({ grantId, ttlMs, fence: this.fences.get(grantId) ?? 1 });
    expect(reply.status).toBe(this.model.renew(grantId, ttlMs, now));
  }

  async release({ grantId }: ModelRequest, now: number): Promise<void> {
    const reply = await this.storage.leases.release({ grantId });
    expect(reply.status).toBe(this.model.release(grantId, now));
  }

  async revoke({ holder }: ModelRequest, now: number): Promise<void> {
    const { revoked } = await this.storage.leases.revoke({ holder, reason: 'test', by: 'test' });
    expect(revoked.map((grant) => grant.grantId).sort()).toEqual(this.model.revoke(holder, now));
  }

  async compareAll(now: number): Promise<void> {
    const { grants, waiters } = await this.storage.leases.inspect({});
    const shown = {
      grants: grants.map((grant) => grant.grantId).sort(),
      waiters: waiters.map((waiter) => waiter.grantId),
    };
    expect(shown).toEqual(this.model.inspect(now));
  }
}
