import { keyAncestors, type LeaseKey } from '@agentcoord/core';
import type { Transaction } from '../store/transaction.js';
import type { View } from '../store/view.js';

export type WholeKey = Required<LeaseKey>;

export const GRANTED = 0;

/**
 * Multi-granularity locking (Gray, Lorie, Putzolu, Traiger: "Granularity of Locks", 1975). On its own
 * key a grant leaves its mode and scope (`x-tree`: exclusive, all below), on each ancestor only the
 * intention (`ix`). So whether a tree is free is seen at its root, and a check costs the depth of the path.
 */
type Mark = 'is' | 'ix' | 's-node' | 'x-node' | 's-tree' | 'x-tree';

/** Whose marks: of a grant, or of a waiter with its place. */
export interface Marked {
  grantId: string;
  holder: string;
  keys: readonly WholeKey[];
  place: number;
}

export function setMarks(tx: Transaction, marked: Marked): void {
  for (const [key, mark] of marksOf(marked.keys)) {
    tx.run(
      'INSERT OR IGNORE INTO lease_marks(key, place, mark, holder, grant_id) VALUES (?, ?, ?, ?, ?)',
      ...[key, marked.place, mark, marked.holder, marked.grantId],
    );
  }
}

export function clearMarks(tx: Transaction, marked: Marked): void {
  for (const [key, mark] of marksOf(marked.keys)) {
    tx.run(
      'DELETE FROM lease_marks WHERE key = ? AND place = ? AND mark = ? AND holder = ? AND grant_id = ?',
      ...[key, marked.place, mark, marked.holder, marked.grantId],
    );
  }
}

function marksOf(keys: readonly WholeKey[]): Array<[key: string, mark: Mark]> {
  const marks = new Map<string, [string, Mark]>();
  const add = (key: string, mark: Mark): void => {
    marks.set(`${mark} ${key}`, [key, mark]);
  };
  for (const { key, mode, scope } of keys) {
    add(key, `${mode === 'shared' ? 's' : 'x'}-${scope}`);
    for (const ancestor of keyAncestors(key)) add(ancestor, mode === 'shared' ? 'is' : 'ix');
  }
  return [...marks.values()];
}

/** The grants of others that stand against a key: the first few, for one is enough to refuse. */
export function grantsAgainst(view: View, wanted: WholeKey, holder: string, limit: number): string[] {
  const own = view.all<{ grant_id: string }>(
    `SELECT grant_id FROM lease_marks
     WHERE key = ? AND place = ${GRANTED} AND mark IN (SELECT value FROM json_each(?)) AND holder <> ? LIMIT ?`,
    ...[wanted.key, marksAgainst(wanted), holder, limit],
  );
  const above = view.all<{ grant_id: string }>(
    `SELECT grant_id FROM lease_marks
     WHERE key IN (SELECT value FROM json_each(?)) AND place = ${GRANTED}
       AND mark IN (SELECT value FROM json_each(?)) AND holder <> ? LIMIT ?`,
    ...[JSON.stringify(keyAncestors(wanted.key)), treesAgainst(wanted), holder, limit],
  );
  return [...own, ...above].map((row) => row.grant_id);
}

/** The waiters of others, before a place, that want what does not go together with a key. */
export function waitersAgainst(view: View, wanted: WholeKey, holder: string, before: number): string[] {
  const rows = view.all<{ grant_id: string }>(
    `SELECT grant_id FROM lease_marks
     WHERE place > ${GRANTED} AND place < ? AND holder <> ? AND (
       (key = ? AND mark IN (SELECT value FROM json_each(?)))
       OR (key IN (SELECT value FROM json_each(?)) AND mark IN (SELECT value FROM json_each(?)))
     )`,
    ...[before, holder],
    ...[wanted.key, marksAgainst(wanted), JSON.stringify(keyAncestors(wanted.key)), treesAgainst(wanted)],
  );
  return rows.map((row) => row.grant_id);
}

const ON_THE_KEY: Record<`${WholeKey['mode']} ${WholeKey['scope']}`, Mark[]> = {
  'shared node': ['x-node', 'x-tree'],
  'exclusive node': ['s-node', 'x-node', 's-tree', 'x-tree'],
  'shared tree': ['x-node', 'x-tree', 'ix'],
  'exclusive tree': ['s-node', 'x-node', 's-tree', 'x-tree', 'is', 'ix'],
};

function marksAgainst({ mode, scope }: WholeKey): string {
  return JSON.stringify(ON_THE_KEY[`${mode} ${scope}`]);
}

function treesAgainst({ mode }: WholeKey): string {
  return JSON.stringify(mode === 'shared' ? ['x-tree'] : ['s-tree', 'x-tree']);
}
