import { expect, test } from 'vitest';
import { AgentTable } from '../src/model/agent-table.js';
import type { SeenEvent } from '../src/model/seen-event.js';

const MINUTE_MS = 60_000;

function record(name: string, value: object, version = 1): SeenEvent {
  const fields = {
    value: {
      name,
      incarnation: `agent_${name}`,
      state: 'working',
      lastProgressAt: 0,
      lastHeartbeatAt: 0,
      ...value,
    },
  };
  return { sequence: 1, at: 0, type: 'record-stored', kind: 'record', id: `agents/${name}`, version, fields };
}

function presence(name: string, expiresAt: number, at = 0): SeenEvent {
  const id = `agent_${name}`;
  return { sequence: 1, at, type: 'lease-renewed', kind: 'lease', id, version: 1, fields: { expiresAt } };
}

function states(table: AgentTable, now: number): Record<string, string> {
  return Object.fromEntries(table.tree(now).map(({ name, state }) => [name, state]));
}

test('who has a heartbeat and no progress hangs; who has neither is dead; time alone makes it so', () => {
  const table = new AgentTable();
  table.applyRecord(record('Ada', {}));
  table.applyPresence(presence('Ada', 6 * MINUTE_MS));
  expect(states(table, MINUTE_MS)).toEqual({ Ada: 'working' });
  expect(states(table, 5 * MINUTE_MS)).toEqual({ Ada: 'hung' });
  expect(states(table, 6 * MINUTE_MS)).toEqual({ Ada: 'dead' });
});

test('who waits or is idle never hangs', () => {
  const table = new AgentTable();
  table.applyRecord(record('Ada', { state: 'waiting' }));
  table.applyRecord(record('Bob', { state: 'idle' }));
  for (const name of ['Ada', 'Bob']) table.applyPresence(presence(name, 60 * MINUTE_MS));
  expect(states(table, 30 * MINUTE_MS)).toEqual({ Ada: 'waiting', Bob: 'idle' });
});

test('a record that is older than what is known changes nothing', () => {
  const table = new AgentTable();
  table.applyRecord(record('Ada', { state: 'idle' }, 3));
  table.applyRecord(record('Ada', { state: 'left' }, 2));
  expect(states(table, 0)).toEqual({ Ada: 'idle' });
});

test('teams stand below who leads them, and two who lead each other are not lost', () => {
  const table = new AgentTable();
  table.applyRecord(record('cto', {}));
  table.applyRecord(record('lead', { parent: 'cto' }));
  table.applyRecord(record('ada', { parent: 'lead' }));
  table.applyRecord(record('x', { parent: 'y' }));
  table.applyRecord(record('y', { parent: 'x' }));
  const rows = table.tree(0).map(({ name, depth }) => `${depth} ${name}`);
  expect(rows).toEqual(['0 cto', '1 lead', '2 ada', expect.any(String), expect.any(String)]);
  expect(new Set(rows).size).toBe(5);
});

test('a team that goes on below is known to everybody in it', () => {
  const table = new AgentTable();
  table.applyRecord(record('cto', {}));
  for (const lead of ['lead-a', 'lead-b']) table.applyRecord(record(lead, { parent: 'cto' }));
  table.applyRecord(record('ada', { parent: 'lead-a' }));
  table.applyRecord(record('bob', { parent: 'lead-b' }));
  expect(table.tree(0).map(({ name, goesOn }) => [name, goesOn])).toEqual([
    ['cto', []],
    ['lead-a', []],
    ['ada', [true]],
    ['lead-b', []],
    ['bob', [false]],
  ]);
});

test('what is no agent record is left out', () => {
  const table = new AgentTable();
  table.applyRecord({ ...record('Ada', {}), fields: { value: { name: 7 } } });
  table.applyRecord({ ...record('Bob', {}), fields: {} });
  expect(table.tree(0)).toEqual([]);
});
