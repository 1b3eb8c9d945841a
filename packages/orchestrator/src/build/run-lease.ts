import {
  AgentCoordError,
  type LeaseConflict,
  LeaseKeeper,
  newId,
  pause,
  type Storage,
  systemClock,
} from '@agentcoord/core';
import { asProcessIdentity, identifyProcess, type Liveness, processLiveness } from '@agentcoord/spawner';

const TTL_MS = 15_000;
const LOOK_AGAIN_MS = 500;

/** Held while somebody carries out the run. */
export function runKey(id: string): string {
  return `run/${id}`;
}

/** This process carries out the run, and nobody else does. Dispose of it at the end. */
export interface RunLease extends AsyncDisposable {
  /** Fires when the lease is lost: somebody else may have begun. */
  readonly signal: AbortSignal;
}

/**
 * One process at a time carries out a build or a review. One that was killed on this host is seen to be gone at once;
 * on another host its lease has to run out first.
 * @throws `conflict` when another process has it, and lives.
 */
export async function holdRun(
  storage: Pick<Storage, 'leases'>,
  run: { id: string; what: string; signal: AbortSignal },
): Promise<RunLease> {
  const grantId = newId('run');
  const details = await identifyProcess(process.pid);
  const began = systemClock.elapsed();
  for (;;) {
    const sentAt = systemClock.elapsed();
    const reply = await storage.leases.acquire({
      grantId,
      holder: grantId,
      keys: [{ key: runKey(run.id) }],
      ttlMs: TTL_MS,
      details,
    });
    if (reply.status === 'granted') return keep(storage, { grantId, fence: reply.grant.fence, sentAt, run });
    const [holder] = reply.status === 'busy' ? reply.conflicts : [];
    const before = holder ? await livenessOf(holder) : 'elsewhere';
    if (holder && before === 'gone')
      await storage.leases.revoke({ grantId: holder.grantId, reason: 'its process has ended', by: grantId });
    else if (systemClock.elapsed() - began > TTL_MS || before === 'running') throw taken(run.what, holder);
    else await pause(LOOK_AGAIN_MS, run.signal, 'waiting for the process before');
  }
}

function keep(
  { leases }: Pick<Storage, 'leases'>,
  { grantId, fence, sentAt, run }: { grantId: string; fence: number; sentAt: number; run: { what: string } },
): RunLease {
  const lost = (): AgentCoordError =>
    new AgentCoordError('lock_lost', `Another process carries out ${run.what} now. Nothing of it is lost.`);
  const keeper = new LeaseKeeper({
    ttlMs: TTL_MS,
    sentAt,
    renew: async ({ timeoutMs }) => {
      const reply = await leases.renew({ grantId, fence, ttlMs: TTL_MS }, { timeoutMs });
      return reply.status === 'renewed' ? { status: 'renewed' } : { status: 'lost', error: lost() };
    },
    expired: () =>
      new AgentCoordError(
        'lock_lost',
        `This process or the store stood still for longer than ${TTL_MS / 1_000} s, and another one may carry out ${run.what} now. Nothing of it is lost; run the same command again to go on.`,
      ),
  });
  return {
    signal: keeper.signal,
    async [Symbol.asyncDispose]() {
      keeper.stop();
      // One that cannot be given back runs out.
      await leases.release({ grantId, fence }).catch(() => undefined);
    },
  };
}

/** Not by its id alone: that may be another program's by now, or mean nothing in this container. */
function livenessOf({ details }: LeaseConflict): Promise<Liveness> {
  const identity = details && asProcessIdentity(details);
  return identity ? processLiveness(identity) : Promise.resolve('elsewhere');
}

function taken(what: string, holder: LeaseConflict | undefined): AgentCoordError {
  const { pid, host } = holder?.details ?? {};
  const who = pid === undefined ? 'Another process' : `Process ${String(pid)} on ${String(host)}`;
  return new AgentCoordError(
    'conflict',
    `${who} carries out ${what} already. Watch it with 'agentcoord tasks', or end it first; what is done stays done.`,
    { data: { pid: pid ?? null, host: host ?? null } },
  );
}
