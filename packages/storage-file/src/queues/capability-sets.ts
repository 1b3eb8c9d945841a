import { AgentCoordError, MAX_CAPABILITY_SETS } from '@agentcoord/core';
import type { Transaction } from '../store/transaction.js';
import type { View } from '../store/view.js';
import { counterPrefix } from './change.js';

/** Labels have no spaces, and come sorted: one set, one name. The empty set is `''`. */
export function nameOfSet(requires: readonly string[]): string {
  return requires.join(' ');
}

export function membersOfSet(name: string): string[] {
  return name === '' ? [] : name.split(' ');
}

/**
 * The sets a worker can serve, of those that ready tasks of the queue ask for. A claim looks at each of
 * them; that is why there may only be so many.
 */
export function servableSets(view: View, queue: string, capabilities: readonly string[]): string[] {
  if (capabilities.length === 0) return [''];
  const has = new Set(capabilities);
  return readySets(view, queue)
    .map((set) => set.name)
    .filter((name) => membersOfSet(name).every((capability) => has.has(capability)));
}

export function readySets(view: View, queue: string): Array<{ name: string; ready: number }> {
  const prefix = counterPrefix('ready', queue);
  const rows = view.all<{ name: string; value: number }>(
    `SELECT name, value FROM counters WHERE name >= ? AND name < ? AND value > 0`,
    ...[prefix, afterPrefix(prefix)],
  );
  return rows.map((row) => ({ name: row.name.slice(prefix.length), ready: row.value }));
}

/** Every queue that ever had a task, by its counters. */
export function queueNames(view: View): string[] {
  const rows = view.all<{ name: string }>(
    `SELECT name FROM counters WHERE name >= 'tasks/' AND name < 'tasks0'`,
  );
  return [...new Set(rows.map(({ name }) => name.split('/')[2] ?? ''))];
}

/** The first text after all that begin with a prefix that ends in a slash. */
export function afterPrefix(prefix: string): string {
  return `${prefix.slice(0, -1)}0`;
}

/** @throws `limit_exceeded` when tasks just added or brought back bring one capability set too many. */
export function assertFewSets(tx: Transaction, added: ReadonlySet<string>): void {
  if (added.size === 0 || (added.size === 1 && added.has(''))) return;
  tx.run(`DELETE FROM counters WHERE name >= 'tasks/' AND name < 'tasks0' AND value = 0`);
  const sets = new Set(added);
  const rows = tx.all<{ name: string }>(
    `SELECT name FROM counters WHERE name >= 'tasks/' AND name < 'tasks0' AND substr(name, -1) <> '/'`,
  );
  for (const { name } of rows) sets.add(name.split('/').slice(3).join('/'));
  sets.delete('');
  if (sets.size <= MAX_CAPABILITY_SETS) return;
  throw new AgentCoordError(
    'limit_exceeded',
    `The unfinished tasks would ask for ${sets.size} different sets of capabilities in requires; the limit is ` +
      `${MAX_CAPABILITY_SETS}. Use fewer combinations, or tags; nothing was changed.`,
    { data: { field: 'requires', limit: MAX_CAPABILITY_SETS, actual: sets.size } },
  );
}
