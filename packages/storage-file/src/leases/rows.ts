import type { JsonObject, LeaseGrant, LeaseWaiter } from '@agentcoord/core';
import type { View } from '../store/view.js';
import type { WholeKey } from './marks.js';

export interface LeaseRow {
  fence: number;
  grant_id: string;
  holder: string;
  keys: string;
  ttl_ms: number;
  acquired_at: number;
  expires_at: number;
  details: string | null;
}

export interface WaiterRow {
  place: number;
  grant_id: string;
  holder: string;
  keys: string;
  since: number;
  until: number;
  details: string | null;
}

export const LEASE_COLUMNS = 'fence, grant_id, holder, keys, ttl_ms, acquired_at, expires_at, details';
export const WAITER_COLUMNS = 'place, grant_id, holder, keys, since, until, details';

/** Also one that has expired and was not cleared away yet. */
export function findLease(view: View, grantId: string): LeaseRow | undefined {
  return view.get<LeaseRow>(`SELECT ${LEASE_COLUMNS} FROM leases WHERE grant_id = ?`, grantId);
}

export function findWaiter(view: View, grantId: string): WaiterRow | undefined {
  return view.get<WaiterRow>(`SELECT ${WAITER_COLUMNS} FROM lease_waiters WHERE grant_id = ?`, grantId);
}

export function toGrant(row: LeaseRow): LeaseGrant {
  return {
    grantId: row.grant_id,
    holder: row.holder,
    keys: keysOf(row),
    fence: row.fence,
    ttlMs: row.ttl_ms,
    acquiredAt: row.acquired_at,
    expiresAt: row.expires_at,
    ...detailsOf(row),
  };
}

export function toWaiter(row: WaiterRow): LeaseWaiter {
  return {
    grantId: row.grant_id,
    holder: row.holder,
    keys: keysOf(row),
    since: row.since,
    ...detailsOf(row),
  };
}

export function keysOf(row: { keys: string }): WholeKey[] {
  return JSON.parse(row.keys) as WholeKey[];
}

export function detailsOf(row: { details: string | null }): { details?: JsonObject } {
  return row.details === null ? {} : { details: JSON.parse(row.details) as JsonObject };
}
