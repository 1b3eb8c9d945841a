import type {
  InspectLeases,
  LeaseGrant,
  LeaseKey,
  LeaseMode,
  LeaseScope,
  Leases,
  LeaseWaiter,
} from '@agentcoord/core';
import { decodeDetails, type LockDetails } from './lock-details.js';
import { keysOverlap } from './names/key-overlap.js';
import { resourceOfKey } from './names/resource.js';

export interface WaitingLock extends LockDetails {
  holder: string;
  /** Storage clock, epoch ms. */
  since: number;
}

/** One locked path. A lock on several paths appears once for each. */
export interface LockInfo extends LockDetails {
  grantId: string;
  path: string;
  /** All paths of the same lock. */
  paths: string[];
  mode: LeaseMode;
  /** `tree`: the folder and everything below it. */
  scope: LeaseScope;
  holder: string;
  fence: number;
  /** Storage clock, epoch ms. */
  acquiredAt: number;
  expiresAt: number;
  /** Who waits for something this path is part of, first come first. */
  waiters: WaitingLock[];
}

export interface LeaseView {
  grants: LeaseGrant[];
  waiters: LeaseWaiter[];
}

/** All pages of `inspect`. */
export async function inspectAll(
  leases: Leases,
  request: Omit<InspectLeases, 'limit' | 'cursor'>,
): Promise<LeaseView> {
  const view: LeaseView = { grants: [], waiters: [] };
  let cursor: string | undefined;
  do {
    const page = await leases.inspect({
      ...request,
      limit: 1_000,
      ...(cursor === undefined ? {} : { cursor }),
    });
    view.grants.push(...page.grants);
    view.waiters.push(...page.waiters);
    cursor = page.cursor;
  } while (cursor !== undefined);
  return view;
}

/** The paths of these grants, only those that overlap `place` where one is given. */
export function describeLocks({ grants, waiters }: LeaseView, place?: LeaseKey): LockInfo[] {
  return grants.flatMap((grant) =>
    grant.keys
      .filter((key) => place === undefined || keysOverlap(key, place))
      .map((key) => describeLock(grant, key, waiters)),
  );
}

function describeLock(grant: LeaseGrant, key: Required<LeaseKey>, waiters: readonly LeaseWaiter[]): LockInfo {
  return {
    grantId: grant.grantId,
    path: resourceOfKey(key.key),
    paths: grant.keys.map((item) => resourceOfKey(item.key)),
    mode: key.mode,
    scope: key.scope,
    holder: grant.holder,
    ...decodeDetails(grant.details),
    fence: grant.fence,
    acquiredAt: grant.acquiredAt,
    expiresAt: grant.expiresAt,
    waiters: waiters
      .filter((waiter) => waiter.keys.some((item) => keysOverlap(item, key)))
      .sort((a, b) => a.since - b.since)
      .map((waiter) => ({ holder: waiter.holder, since: waiter.since, ...decodeDetails(waiter.details) })),
  };
}
