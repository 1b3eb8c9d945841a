import { invalid, type ListTasks, type Task, type TaskState } from '@agentcoord/core';
import type { SqliteValue } from '../sqlite/database.js';
import type { View } from '../store/view.js';
import { toTask, WHOLE_TASK, type WholeRow } from './task-row.js';

/** Tasks by sequence that pass all filters. */
export function listTasks(
  view: View,
  request: ListTasks & { limit: number },
): { tasks: Task[]; cursor?: string } {
  const { sql, values } = conditions(request);
  const rows = view.all<WholeRow>(
    `${WHOLE_TASK} WHERE tasks.sequence > ?${sql} ORDER BY tasks.sequence LIMIT ?`,
    ...[readCursor(request.cursor), ...values, request.limit + 1],
  );
  const page = rows.slice(0, request.limit);
  const last = page.at(-1);
  return {
    tasks: page.map(toTask),
    ...(rows.length > request.limit && last ? { cursor: String(last.sequence) } : {}),
  };
}

/** For some states a small index or list of their own, so that a page of them does not read past all that are done. */
const BY_STATE: Partial<Record<TaskState, string>> = {
  ready: `SELECT sequence FROM ready WHERE tag = ''`,
  claimed: 'SELECT sequence FROM tasks WHERE wake_at IS NOT NULL',
  scheduled: 'SELECT sequence FROM tasks WHERE wake_at IS NOT NULL',
  failed: 'SELECT sequence FROM tasks WHERE missed IS NOT NULL',
  cancelled: 'SELECT sequence FROM tasks WHERE missed IS NOT NULL',
};

function conditions({ queue, states, tags, parent, worker }: ListTasks): {
  sql: string;
  values: SqliteValue[];
} {
  let sql = '';
  const values: SqliteValue[] = [];
  const add = (condition: string, ...more: SqliteValue[]): void => {
    sql += ` AND ${condition}`;
    values.push(...more);
  };
  if (worker !== undefined) add(`state = 'claimed' AND worker = ?`, worker);
  const wanted: TaskState[] | undefined = worker === undefined ? states : ['claimed'];
  const sources = wanted?.map((state) => BY_STATE[state]) ?? [];
  if (sources.length > 0 && sources.every((source) => source !== undefined)) {
    add(`tasks.sequence IN (${[...new Set(sources)].join(' UNION ALL ')})`);
  }
  if (states !== undefined) add(`state IN (SELECT value FROM json_each(?))`, JSON.stringify(states));
  if (queue !== undefined) add('queue = ?', queue);
  if (parent !== undefined) add('parent = ?', parent);
  if (tags !== undefined) {
    const any = tags.map(() => 'instr(tags, ?) > 0').join(' OR ');
    add(tags.length === 0 ? 'true' : `(${any})`, ...tags.map((tag) => ` ${tag} `));
  }
  return { sql, values };
}

function readCursor(cursor: string | undefined): number {
  if (cursor === undefined) return 0;
  if (!/^\d{1,15}$/.test(cursor)) throw invalid('cursor', 'the cursor of an earlier reply', cursor);
  return Number(cursor);
}
