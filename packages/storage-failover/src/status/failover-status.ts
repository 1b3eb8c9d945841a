import { EVENTS_LOG, type Position } from '@agentcoord/core';
import type { OwnView, SharedView } from '../gate/views.js';
import type { Host } from '../host.js';
import { lookAtOwn } from '../keeper/own-gate.js';
import { heldForMs } from '../keeper/shared-gate.js';
import type { LocalPhase } from '../record/local-record.js';
import { storeOwner } from '../record/ownership.js';
import type { Freshness } from '../router/reading.js';
import type { ModeFacts } from './mode.js';
import { modeLine } from './mode.js';

export interface FailoverMember {
  storeId: string;
  host: string;
  /** By the primary's clock. */
  lastSeenAt: number;
  gone: boolean;
  isThisHost: boolean;
}

/** Who owns the namespace, why, and what is on its way. For `status`, `doctor` and `agentcoord failover status`. */
export interface FailoverStatus {
  /** One line, always one of those of the documentation: `local, Redis follows (3 ms behind)`. */
  mode: string;
  owner: ModeFacts['owner'];
  epoch: number;
  storeId: string;
  phase: LocalPhase;
  address: string;
  /** Wall clock: since when the primary does not answer. */
  goneSince?: number;
  /** Of the owner and of the follower; left out where it is not known. */
  lag?: { events: number; ms: number };
  /** So long no lock or claim is granted: the primary may have forgotten who holds what. Left out where that is over. */
  grantsHeldForMs?: number;
  /** Empty where the primary does not answer. */
  members: FailoverMember[];
  /** Messages of this host that wait for an owner. */
  queued: number;
  /** What this host knew and the owner did not take over: for a person to look at. */
  conflicts: number;
  /** What keeps this process alone from taking part. */
  fault?: string;
  lastRead: Freshness;
}

export interface StatusParts {
  host: Host;
  queued: () => Promise<number>;
  lastRead: () => Freshness;
  fault: () => string | undefined;
}

/** A look at both stores; never throws because one of them is not there. */
export async function failoverStatus({
  host,
  queued,
  lastRead,
  fault,
}: StatusParts): Promise<FailoverStatus> {
  const own = await lookAtOwn(host);
  host.primary.knownGoneSince(own.record.goneSince);
  const looked = await host.primary
    .ask((replica, timeoutMs) => replica.look({ timeoutMs }))
    .catch(() => ({ seen: null }));
  const shared = looked.seen;
  const { phase, epoch, storeId } = own.record;
  const goneSince = shared === null ? (host.primary.gone?.since ?? host.clock.wall()) : undefined;
  const owner = ownerOf(own, shared);
  const lag = shared === null ? undefined : await lagOf(host, own, shared);
  const held = heldOf(own, shared);
  const found = fault();
  const facts: ModeFacts = {
    owner,
    moving: phase === 'handing-over' || phase === 'leaving',
    ...(goneSince === undefined ? {} : { goneSince }),
    ...(lag === undefined ? {} : { lagMs: lag.ms }),
    hosts: [host.name, ...own.record.hosts].sort(),
  };
  return {
    mode: modeLine(facts),
    owner,
    epoch,
    storeId,
    phase,
    address: host.primary.address,
    ...(goneSince === undefined ? {} : { goneSince }),
    ...(lag === undefined ? {} : { lag }),
    ...(held > 0 ? { grantsHeldForMs: held } : {}),
    members: (shared?.view.members ?? []).map((member) => ({
      ...member,
      isThisHost: member.storeId === storeId,
    })),
    queued: await queued(),
    conflicts: (await host.conflicts.list()).length,
    ...(found === undefined ? {} : { fault: found }),
    lastRead: lastRead(),
  };
}

function heldOf(own: OwnView, shared: SharedView | null): number {
  if (own.record.phase === 'owner') return own.record.heldUntil - own.view.now;
  return shared === null ? 0 : heldForMs(shared);
}

function ownerOf(own: OwnView, shared: SharedView | null): ModeFacts['owner'] {
  const { phase, owner, storeId } = own.record;
  if (phase === 'owner' || phase === 'unseen') return 'this-host';
  const named = shared?.record.ownership?.owner ?? owner;
  if (named === null) return 'nobody';
  if (named === 'redis') return 'redis';
  return named === storeOwner(storeId) ? 'nobody' : 'another-host';
}

/** How old the oldest event is that the follower has not. */
async function lagOf(
  host: Host,
  own: OwnView,
  shared: SharedView,
): Promise<{ events: number; ms: number } | undefined> {
  const { phase, owner } = own.record;
  if (phase === 'owner') return lag(host.local, own.view.position, shared.view.position, own.view.now);
  if (phase === 'follower' && owner === 'redis')
    return lag(await host.primary.storage(), shared.view.position, own.view.position, shared.view.now);
  return undefined;
}

async function lag(owner: Host['local'], ahead: Position, behind: Position, now: number) {
  const events = Math.max(0, ahead.sequence - behind.sequence);
  if (events === 0) return { events, ms: 0 };
  const { entries } = await owner.logs.read({ log: EVENTS_LOG, after: behind.sequence, limit: 1 });
  return { events, ms: Math.max(0, now - (entries[0]?.at ?? now)) };
}
