import {
  AgentCoordError,
  checkIdentity,
  checkText,
  checkTtl,
  type Duration,
  durationMs,
  type LeaseConflict,
  type LeaseGrant,
  type Storage,
} from '@agentcoord/core';
import { lockHeldError } from '../errors.js';
import { encodeDetails } from '../lock-details.js';
import { inspectAll } from '../lock-info.js';
import { type LockKeys, lockKeys } from '../lock-keys.js';
import { FILE_SPACE } from '../names/resource.js';
import type { ResourceNames } from '../names/resource-names.js';
import { standingGrantId } from './standing-grant-id.js';

/** Grants that end between two looks are asked for again; more often than this something else is wrong. */
const MOST_ASKS = 20;

export interface StandingLocksOptions {
  storage: Storage;
  resources: ResourceNames;
  /** Who holds them. Locks of one holder never exclude each other. */
  holder: string;
  /** Shown to those who are refused, instead of the holder. */
  agentName?: string;
  /** How long a lock lasts from when it was last taken or renewed. Default `'10m'`. */
  ttl?: Duration;
  /** Whose locks pass over to this holder where they are in the way. Default: nobody's. */
  passesFrom?: (holder: string) => boolean;
}

export interface StandingLock {
  grantId: string;
  paths: string[];
  fence: number;
}

/**
 * Locks that stay when the process that took them has ended: for an agent that is seen only in short calls.
 * Nothing renews them but `renewAll`; each lasts `ttl` at most. Holds nothing that must be closed.
 */
export class StandingLocks {
  private readonly ttlMs: number;

  constructor(private readonly options: StandingLocksOptions) {
    checkIdentity(options.holder, 'holder');
    this.ttlMs = checkTtl(durationMs(options.ttl ?? '10m', 'ttl'), 'ttl');
  }

  /**
   * Locks all these paths or none, without waiting. What this holder has already is renewed once half of its time is over.
   * @throws `lock_held` with who holds it.
   */
  async take(paths: string | string[], { intent }: { intent?: string } = {}): Promise<StandingLock> {
    const wanted = await lockKeys(paths, { mode: 'exclusive' }, this.options.resources);
    const checked = intent === undefined ? undefined : checkText(intent, 'intent', { maxLength: 500 });
    for (let asks = 0; asks < MOST_ASKS; asks += 1) {
      const grant = await this.ask(wanted, checked);
      if (grant !== undefined) return { grantId: grant.grantId, paths: wanted.paths, fence: grant.fence };
    }
    throw new AgentCoordError(
      'conflict',
      `${wanted.paths.join(', ')} changed hands ${MOST_ASKS} times while it was asked for. Try again.`,
      { data: { paths: wanted.paths } },
    );
  }

  /** Gives every lock of this holder its whole time again. @returns how many it has. */
  async renewAll(): Promise<number> {
    const renewed = await Promise.all((await this.held()).map((grant) => this.renew(grant)));
    return renewed.filter((isHeld) => isHeld).length;
  }

  /** @param holders whose; default: this holder's alone. @returns how many were given back. */
  async releaseAll(holders?: (holder: string) => boolean): Promise<number> {
    const grants = await this.held(holders);
    for (const { grantId, fence } of grants) await this.options.storage.leases.release({ grantId, fence });
    return grants.length;
  }

  private async ask({ keys }: LockKeys, intent: string | undefined): Promise<LeaseGrant | undefined> {
    const { storage, holder, agentName } = this.options;
    const details = encodeDetails({
      ...(intent === undefined ? {} : { intent }),
      ...(agentName === undefined ? {} : { agent: agentName }),
    });
    const reply = await storage.leases.acquire({
      grantId: standingGrantId(holder, keys),
      holder,
      keys,
      ttlMs: this.ttlMs,
      ...(details === undefined ? {} : { details }),
    });
    if (reply.status === 'retry') return undefined;
    if (reply.status === 'granted') return (await this.refresh(reply.grant)) ? reply.grant : undefined;
    const conflicts = reply.status === 'busy' ? reply.conflicts : [];
    if (await this.passOver(conflicts)) return undefined;
    throw lockHeldError({ conflicts, keys, now: await storage.now(), waitMs: 0 });
  }

  private async refresh(grant: LeaseGrant): Promise<boolean> {
    const leftMs = grant.expiresAt - (await this.options.storage.now());
    return leftMs > this.ttlMs / 2 || this.renew(grant);
  }

  private async renew({ grantId, fence }: LeaseGrant): Promise<boolean> {
    const reply = await this.options.storage.leases.renew({ grantId, fence, ttlMs: this.ttlMs });
    return reply.status === 'renewed';
  }

  private async passOver(conflicts: readonly LeaseConflict[]): Promise<boolean> {
    const { storage, passesFrom = () => false } = this.options;
    if (conflicts.length === 0) return false;
    if (!conflicts.every(({ holder, waiting }) => !waiting && passesFrom(holder))) return false;
    for (const { grantId } of conflicts) await storage.leases.release({ grantId });
    return true;
  }

  private async held(
    holders = (holder: string) => holder === this.options.holder.normalize('NFC'),
  ): Promise<LeaseGrant[]> {
    const { grants } = await inspectAll(this.options.storage.leases, { under: FILE_SPACE });
    return grants.filter(({ holder }) => holders(holder));
  }
}
