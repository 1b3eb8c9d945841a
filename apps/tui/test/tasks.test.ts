import { expect, test } from 'vitest';
import { parseFilter } from '../src/model/filter.js';
import type { SeenEvent } from '../src/model/seen-event.js';
import { TaskTable } from '../src/model/task-table.js';

function event(id: string, type: string, version: number, fields: SeenEvent['fields']): SeenEvent {
  return { sequence: version, at: 1_000 * version, type, kind: 'task', id, version, fields };
}

const added = (id: string): SeenEvent => event(id, 'task-added', 1, { title: `Task ${id}`, state: 'ready' });

test('an event that comes again, or late, changes nothing', () => {
  const table = new TaskTable();
  const claimed = event('a', 'task-claimed', 2, { state: 'claimed', claim: { worker: 'Ada', expiresAt: 9 } });
  for (const one of [added('a'), claimed, added('a'), claimed]) expect(table.apply(one)).toBe(true);
  expect(table.get('a')).toMatchObject({ state: 'claimed', worker: 'Ada', version: 2 });
  expect(table.counts).toMatchObject({ ready: 0, claimed: 1 });
});

test('an event about a task that is not known asks for it', () => {
  expect(new TaskTable().apply(event('a', 'task-completed', 5, { state: 'completed' }))).toBe(false);
});

test('ended tasks beyond the limit are counted and no longer kept', () => {
  const table = new TaskTable(100);
  for (let number = 0; number < 200; number += 1) {
    table.apply(added(`${number}`));
    table.apply(event(`${number}`, 'task-completed', 2, { state: 'completed' }));
  }
  expect(table.size).toBeLessThanOrEqual(100);
  expect(table.counts.completed).toBe(200);
  expect(table.get('199')?.state).toBe('completed');
});

test('a forgotten task that comes back is counted twice until the store has said how many there are', () => {
  const table = new TaskTable(10);
  for (let number = 0; number < 20; number += 1) {
    table.apply(added(`${number}`));
    table.apply(event(`${number}`, 'task-completed', 2, { state: 'completed' }));
  }
  expect(table.isPartial).toBe(true);
  expect(table.apply(event('0', 'task-retried', 3, { state: 'ready' })), 'it has to be asked for').toBe(
    false,
  );
  const counts = { ...table.counts, completed: 19, ready: 1 };
  table.recount(counts);
  expect(table.counts).toEqual(counts);
  table.clear();
  expect(table.isPartial).toBe(false);
});

test.each([
  ['health', true],
  ['HEALTH endpoint', true],
  ['!health', false],
  ['tag:back', true],
  ['tag:front', false],
  ['!tag:front', true],
  ['state:ready agent:ada', true],
  ['state:ready agent:bob', false],
  ['health !tag:backend', false],
  ['tag:', true],
])('the filter %j finds the task: %s', (text, found) => {
  const task = { text: 'Add /health endpoint', tags: ['backend'], state: 'ready', agent: 'Ada#1' };
  expect(parseFilter(text)?.(task) ?? true).toBe(found);
});
