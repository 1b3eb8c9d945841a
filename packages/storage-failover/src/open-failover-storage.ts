import { hostname, uptime } from 'node:os';
import { join } from 'node:path';
import { AgentCoordError, newId as createId, systemClock } from '@agentcoord/core';
import { routedLeases } from './facets/leases.js';
import { routedLimits } from './facets/limits.js';
import { routedLogs } from './facets/logs.js';
import { routedQueues } from './facets/queues.js';
import { routedRecords } from './facets/records.js';
import { routedSessions } from './facets/sessions.js';
import type { FailoverOptions } from './failover-options.js';
import type { FailoverStorage } from './failover-storage.js';
import type { Host } from './host.js';
import { Keeper } from './keeper/keeper.js';
import { Appending } from './outbox/appending.js';
import { Outbox } from './outbox/outbox.js';
import { PrimaryLink } from './primary/primary-link.js';
import { mayOwnLocally } from './record/local-ownership.js';
import { Router } from './router/router.js';
import { Listening } from './signals/listening.js';
import { conflictLog } from './status/conflict-log.js';
import { failoverStatus } from './status/failover-status.js';
import { OwnerTeller } from './status/owner-teller.js';
import { fulfil } from './status/wishes.js';
import { checkTimes } from './times.js';

/**
 * One namespace in two places: a primary that hosts share, and the store of this host. Exactly one of them owns it at any
 * time; every verb goes there. Nothing is asked of the primary here: what is wrong with it shows at the first call.
 */
export function openFailoverStorage(options: FailoverOptions): FailoverStorage {
  const { local, folder } = options;
  const closing = new AbortController();
  const host = hostOf(options, closing.signal);
  const { primary } = host;
  const router = new Router(host);
  const outbox = new Outbox(join(folder, 'outbox'), host.keeperId);
  const appending = new Appending(host, router, outbox);
  const signals = new Listening(host, router);
  const owners = new OwnerTeller(host, options.ownerIs);
  let fault: unknown;
  const keeper = new Keeper(host, {
    onFault(error) {
      fault = error;
      router.faultIs(error);
    },
    async afterLook() {
      owners.look();
      await appending.drainIfAny();
    },
  });
  router.whereabouts.onMove = () => signals.ringAll();
  const status = () =>
    failoverStatus({
      host,
      queued: () => outbox.count(),
      lastRead: () => router.reading.freshness,
      fault: () => (fault instanceof Error ? fault.message : undefined),
    });
  let ending: Promise<void> | undefined;
  const end = async (): Promise<void> => {
    closing.abort();
    await signals.close();
    await keeper.ended();
    await owners.ended();
    await primary.close();
    await local.close();
  };
  keeper.start();

  const storage: FailoverStorage = {
    sessions: routedSessions(router),
    leases: routedLeases(router),
    queues: routedQueues(router),
    records: routedRecords(router),
    logs: routedLogs(router, appending),
    limits: routedLimits(router),
    signals,
    failover: {
      status,
      lastRead: () => router.reading.freshness,
      conflicts: () => host.conflicts.list(),
      async takeOver(wish) {
        await fulfil(host, 'take-over', wish);
        return status();
      },
      async handOver(wish) {
        await fulfil(host, 'hand-over', wish);
        return status();
      },
      async leave() {
        const { storeId } = (await host.replica.look()).gate.record;
        if (typeof storeId === 'string') await (await primary.replica()).leave({ storeId });
      },
    },
    now: (call) => router.read((to, where) => to.now(where), call),
    async describe() {
      const { capabilities, address } = await local.describe();
      const { mode } = await status();
      return { kind: 'failover', address: `${primary.address}, ${address}`, capabilities, mode };
    },
    close() {
      ending ??= end();
      return ending;
    },
    [Symbol.asyncDispose]: () => storage.close(),
  };
  return storage;
}

function hostOf(options: FailoverOptions, closed: AbortSignal): Host {
  const { primary, local, folder, fallback = 'auto', clock = systemClock, newId = createId } = options;
  const { isPrivate = async () => false } = options;
  const times = checkTimes(options.times);
  if (local.replica === undefined)
    throw new AgentCoordError('unsupported', 'The store of this host cannot take part in a failover.');
  return {
    local,
    replica: local.replica,
    primary: new PrimaryLink({ ...primary, probeMs: times.probeMs, clock, signal: closed }),
    times,
    mayOwnLocally: mayOwnLocally(fallback, primary.host),
    isPrivate: () => isPrivate().catch(() => false),
    name: options.hostName ?? hostname(),
    conflicts: conflictLog(folder, () => clock.wall()),
    clock,
    uptimeMs: () => uptime() * 1_000,
    newId,
    keeperId: newId('keeper'),
    closed,
  };
}
