import { expect, test } from 'vitest';
import { DashboardModel, nothingWanted } from '../src/model/dashboard-model.js';
import { findProblems } from '../src/model/problems.js';
import type { SeenEvent } from '../src/model/seen-event.js';

const NOW = 1_000_000;

function event(kind: string, id: string, type: string, fields: SeenEvent['fields']): SeenEvent {
  return { sequence: 1, at: NOW, type, kind, id, version: 1, fields };
}

function modelWith(...events: SeenEvent[]): DashboardModel {
  const model = new DashboardModel();
  for (const one of events) model.apply(one, nothingWanted());
  return model;
}

function agent(name: string, value: object): SeenEvent {
  const times = { lastProgressAt: NOW, lastHeartbeatAt: NOW };
  const record = { name, incarnation: `agent_${name}`, state: 'idle', ...times, ...value };
  return event('record', `agents/${name}`, 'record-stored', { value: record });
}

const task = (id: string, fields: SeenEvent['fields']): SeenEvent =>
  event('task', id, 'task-added', { title: `Task ${id}`, state: 'ready', ...fields });

const told = (model: DashboardModel): string[] =>
  findProblems(model, NOW).map(({ what, about }) => `${what}: ${about}`);

test('where all is well nothing is told', () => {
  expect(told(modelWith(agent('Ada', {}), task('a', {})))).toEqual([]);
});

test('ready tasks that nobody here could take are told by what they ask for', () => {
  const model = modelWith(
    agent('Ada', { tags: ['web'], capabilities: ['git'] }),
    task('a', { tags: ['web'], requires: ['git'] }),
    task('b', { tags: ['ops'] }),
    task('c', { tags: ['ops'] }),
    task('d', { tags: ['web'], requires: ['docker'] }),
  );
  expect(told(model)).toEqual([
    'nobody for it: 2 ready tasks such as Task b',
    'nobody for it: 1 ready task such as Task d',
  ]);
  expect(findProblems(model, NOW)[1]?.advice).toBe('agentcoord spawn --tags web --capabilities docker');
});

test('an agent that hangs comes before one that died, and both before nothing', () => {
  const model = modelWith(
    agent('Ada', { state: 'dead' }),
    agent('Bob', { state: 'working', lastProgressAt: NOW - 6 * 60_000 }),
  );
  expect(told(model)).toEqual(['agent hung: Bob: no progress for 6m', 'agent dead: Ada: last seen 0ms ago']);
});

test('a budget near its cap is a warning, and one that is used up is bad', () => {
  const model = modelWith();
  model.spend = [
    { level: 'day', unit: 'usd', spent: 4.1, reserved: 0, cap: 5 },
    { level: 'project', unit: 'tokens', spent: 100, reserved: 0, cap: 100 },
    { level: 'project', unit: 'usd', spent: 1, reserved: 0, cap: 5 },
  ];
  expect(findProblems(model, NOW)).toMatchObject([
    { severity: 'bad', about: 'the project: 100 tokens of 100 tokens spent' },
    { severity: 'warning', about: 'today: $4.10 of $5.00 spent' },
  ]);
});

test('an owner that is gone is told, with what to do', () => {
  const model = modelWith();
  model.ownership = {
    mode: 'local, Redis unreachable since 10:00',
    isGone: true,
    isStale: false,
    conflicts: 2,
  };
  expect(told(model)).toEqual([
    'failover: local, Redis unreachable since 10:00',
    'conflicts: 2 after a failover that nobody has looked at',
  ]);
});

test('how far a follower is behind is no other mode', () => {
  const model = modelWith();
  model.setMode('local, Redis follows (3 ms behind)', NOW);
  model.setMode('local, Redis follows (41 ms behind)', NOW + 5_000);
  expect([model.mode, model.modeSince]).toEqual(['local, Redis follows (41 ms behind)', NOW]);
  model.setMode('local, Redis unreachable since 10:00', NOW + 9_000);
  expect(model.modeSince).toBe(NOW + 9_000);
});

test('a mode that was there before anybody looked is older than the look; one that was seen to begin is not', () => {
  const model = modelWith();
  model.setMode('local, Redis follows (3 ms behind)', NOW);
  expect(model.isModeOlder).toBe(true);
  model.setMode('local, Redis follows (41 ms behind)', NOW + 5_000);
  expect(model.isModeOlder).toBe(true);
  model.setMode('local, Redis unreachable since 10:00', NOW + 9_000);
  expect(model.isModeOlder).toBe(false);
});
