import { type AcquireLease, type LeaseGrant, newId, type Storage, systemClock } from '@agentcoord/core';
import type { Recorder } from './history-file.js';
import type { Milestone } from './process-job.js';

export interface LockJob {
  holder: string;
  key: string;
  ttlMs: number;
  /** Goes on for this long. */
  forMs: number;
}

export const LOCK_LOG = 'writes';
const RESOURCE = { collection: 'resources', id: 'guarded' };

/** A writer: takes the lock, writes to the guarded resource and to a log, gives the lock back, again and again. */
export async function holdLock(
  storage: Storage,
  job: LockJob,
  record: Recorder,
  milestone: Milestone,
): Promise<void> {
  const endsAt = systemClock.elapsed() + job.forMs;
  for (let round = 1; systemClock.elapsed() < endsAt; round += 1) {
    const grant = await acquire(storage, job, endsAt, record);
    if (!grant) return;
    milestone(round);
    await write(storage, grant, record);
    await append(storage, job.holder, round, record);
    record({ kind: 'lease-ending', grantId: grant.grantId, at: await storage.now() });
    await storage.leases.release(grant);
  }
}

async function acquire(
  storage: Storage,
  job: LockJob,
  endsAt: number,
  record: Recorder,
): Promise<LeaseGrant | undefined> {
  const { holder, key, ttlMs } = job;
  const request: AcquireLease = {
    grantId: newId('grant'),
    holder,
    keys: [{ key }],
    ttlMs,
    // Short: a killed process keeps its place this long, and all behind it wait.
    waitTtlMs: 2_000,
  };
  await using listener = await storage.signals.listen({ channels: [`lease/${request.grantId}`] });
  record({ kind: 'lease-asked', grantId: request.grantId });
  while (systemClock.elapsed() < endsAt) {
    const reply = await storage.leases.acquire(request);
    if (reply.status === 'granted') {
      const { grantId, fence, acquiredAt, expiresAt } = reply.grant;
      record({ kind: 'lease-granted', grantId, key, fence, from: acquiredAt, until: expiresAt });
      return reply.grant;
    }
    if (reply.status === 'retry') continue;
    if (reply.status === 'would_deadlock')
      throw new Error('a holder of nothing was told that it would deadlock');
    const dueInMs = (reply.nextDueAt ?? Number.POSITIVE_INFINITY) - (await storage.now());
    await listener.next({ timeoutMs: Math.min(500, Math.max(10, dueInMs)) });
  }
  await storage.leases.release({ grantId: request.grantId });
  return undefined;
}

/** The resource keeps the highest fence and refuses a lower one; compare and write are one step. */
async function write(storage: Storage, { fence }: LeaseGrant, record: Recorder): Promise<void> {
  const { collection, id } = RESOURCE;
  const [before] = await storage.records.get({ collection, ids: [id] });
  if (before && Number(before.value.fence) > fence) return;
  const reply = await storage.records.put({ ...RESOURCE, value: { fence }, ifVersion: before?.version ?? 0 });
  if (reply.status === 'conflict') return;
  record({ kind: 'write-accepted', resource: id, version: reply.version, fence });
}

async function append(storage: Storage, author: string, number: number, record: Recorder): Promise<void> {
  const entryId = newId('entry');
  record({ kind: 'entry-asked', entryId });
  const { sequence } = await storage.logs.append({ log: LOCK_LOG, id: entryId, author, body: { number } });
  record({ kind: 'entry-acknowledged', entryId, sequence });
}
