import type { JsonObject } from '@agentcoord/core';
import type { LocalPhase, LocalRecord } from '../record/local-record.js';
import type { Owner } from '../record/ownership.js';

/** What a host's store keeps in its gate: the record of the rules, and what all processes of the host go by. */
export interface OwnRecord extends LocalRecord {
  /** When the owner's last look began: by the store's clock, and by the uptime of the machine, which counts sleep. */
  lookedAt: number;
  lookedAtUptimeMs: number;
  /** No grants before, by this store's clock. */
  heldUntil: number;
  /** Wall clock: since when the primary does not answer. 0: it does. */
  goneSince: number;
  /** The other hosts that were in the namespace when the primary was last seen, at most 8. */
  hosts: string[];
  /** From when to when this store heard nothing, by its clock, while it has never heard from the primary. 0: not so. */
  silentSince: number;
  silentAt: number;
  /**
   * The primary went on from a place that this copy may have entities of later than: a snapshot replaces it, also where both
   * stand at the same position.
   */
  parted: boolean;
  /** Wall clock: when this copy was last known to be as new as the owner. 0: never. */
  evenAt: number;
}

const PHASES: readonly LocalPhase[] = ['unbound', 'unseen', 'leaving', 'owner', 'handing-over', 'follower'];

/** @returns `undefined` where nothing was ever written. */
export function readOwnRecord(record: JsonObject): OwnRecord | undefined {
  const { storeId, owner } = record;
  const phase = PHASES.find((name) => name === record.phase);
  if (typeof storeId !== 'string' || phase === undefined) return undefined;
  return {
    storeId,
    phase,
    owner: typeof owner === 'string' ? (owner as Owner) : null,
    epoch: number(record.epoch),
    hasMetOthers: record.hasMetOthers === true,
    lookedAt: number(record.lookedAt),
    lookedAtUptimeMs: number(record.lookedAtUptimeMs),
    heldUntil: number(record.heldUntil),
    goneSince: number(record.goneSince),
    silentSince: number(record.silentSince),
    silentAt: number(record.silentAt),
    hosts: Array.isArray(record.hosts) ? record.hosts.map(String) : [],
    parted: record.parted === true,
    evenAt: number(record.evenAt),
  };
}

export function writeOwnRecord(record: OwnRecord): JsonObject {
  return { ...record };
}

export function newOwnRecord(storeId: string): OwnRecord {
  return {
    storeId,
    phase: 'unbound',
    owner: null,
    epoch: 0,
    hasMetOthers: false,
    lookedAt: 0,
    lookedAtUptimeMs: 0,
    heldUntil: 0,
    goneSince: 0,
    silentSince: 0,
    silentAt: 0,
    hosts: [],
    parted: false,
    evenAt: 0,
  };
}

function number(value: unknown): number {
  return typeof value === 'number' ? value : 0;
}
