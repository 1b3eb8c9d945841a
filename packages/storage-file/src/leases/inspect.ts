import {
  type CallOptions,
  type InspectLeases,
  invalid,
  keyAncestors,
  type LeaseGrant,
  type LeaseWaiter,
} from '@agentcoord/core';
import type { SqliteValue } from '../sqlite/database.js';
import type { Store } from '../store/store.js';
import type { View } from '../store/view.js';
import { LEASE_COLUMNS, type LeaseRow, toGrant, toWaiter, WAITER_COLUMNS, type WaiterRow } from './rows.js';

interface Page {
  grants: LeaseGrant[];
  waiters: LeaseWaiter[];
  cursor?: string;
}

type Request = InspectLeases & { limit: number };

/** Grants by fence and waiters by place, up to `limit` of each on a page. */
export function inspect(store: Store, request: Request, options?: CallOptions): Promise<Page> {
  const from = readCursor(request.cursor);
  const filter = filterOf(request);
  return store.read((view) => {
    const grants = readGrants(view, from.fence, filter, request.limit);
    const waiters = readWaiters(view, from.place, filter, request.limit);
    const page = { grants: grants.rows.map(toGrant), waiters: waiters.rows.map(toWaiter) };
    if (!grants.more && !waiters.more) return page;
    const fence = grants.rows.at(-1)?.fence ?? from.fence;
    const place = waiters.rows.at(-1)?.place ?? from.place;
    return { ...page, cursor: `${fence}.${place}` };
  }, options);
}

interface Filter {
  sql: string;
  values: SqliteValue[];
}

function filterOf({ holder, grantId, under }: Request): Filter {
  const filter: Filter = { sql: '', values: [] };
  const add = (sql: string, ...values: SqliteValue[]): void => {
    filter.sql += ` AND ${sql}`;
    filter.values.push(...values);
  };
  if (holder !== undefined) add('holder = ?', holder);
  if (grantId !== undefined) add('grant_id = ?', grantId);
  if (under !== undefined) {
    add(
      `grant_id IN (
         SELECT grant_id FROM lease_marks WHERE key = ?
         UNION SELECT grant_id FROM lease_marks
         WHERE key IN (SELECT value FROM json_each(?)) AND mark IN ('s-tree', 'x-tree'))`,
      ...[under, JSON.stringify(keyAncestors(under))],
    );
  }
  return filter;
}

function readGrants(
  view: View,
  after: number,
  filter: Filter,
  limit: number,
): { rows: LeaseRow[]; more: boolean } {
  const rows = view.all<LeaseRow>(
    `SELECT ${LEASE_COLUMNS} FROM leases WHERE fence > ? AND expires_at > ?${filter.sql} ORDER BY fence LIMIT ?`,
    ...[after, view.now, ...filter.values, limit + 1],
  );
  return { rows: rows.slice(0, limit), more: rows.length > limit };
}

function readWaiters(
  view: View,
  after: number,
  filter: Filter,
  limit: number,
): { rows: WaiterRow[]; more: boolean } {
  const rows = view.all<WaiterRow>(
    `SELECT ${WAITER_COLUMNS} FROM lease_waiters WHERE place > ? AND until > ?${filter.sql} ORDER BY place LIMIT ?`,
    ...[after, view.now, ...filter.values, limit + 1],
  );
  return { rows: rows.slice(0, limit), more: rows.length > limit };
}

function readCursor(cursor: string | undefined): { fence: number; place: number } {
  if (cursor === undefined) return { fence: 0, place: 0 };
  const [fence = '', place = ''] = cursor.split('.');
  if (!/^\d{1,16}$/.test(fence) || !/^\d{1,16}$/.test(place))
    throw invalid('cursor', 'the cursor of an earlier reply', cursor);
  return { fence: Number(fence), place: Number(place) };
}
