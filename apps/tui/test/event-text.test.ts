import { expect, test } from 'vitest';
import { DashboardModel, nothingWanted } from '../src/model/dashboard-model.js';
import type { SeenEvent } from '../src/model/seen-event.js';
import { logsPane } from '../src/view/panes/logs-pane.js';

let sequence = 0;
function event(kind: string, id: string, type: string, fields: SeenEvent['fields']): SeenEvent {
  sequence += 1;
  return { sequence, at: 1_000_000, type, kind, id, version: sequence, fields };
}

const agent = (value: object): SeenEvent =>
  event('record', 'agents/Ada', 'record-stored', {
    value: { name: 'Ada', incarnation: 'agent_1', state: 'idle', ...value },
  });

test('what happens is told in words, by whom, and not twice where nothing in it is news', () => {
  const model = new DashboardModel();
  for (const one of [
    event('lease', 'agent_1', 'lease-granted', { holder: 'Ada', keys: [{ key: 'agent/Ada' }] }),
    agent({}),
    event('task', 'task_1', 'task-added', { title: 'Build it', state: 'ready', createdBy: 'operator' }),
    event('task', 'task_1', 'task-claimed', { state: 'claimed', claim: { worker: 'Ada#agent_1' } }),
    agent({ state: 'working', workingOn: 'Build it' }),
    agent({ state: 'working', workingOn: 'Build it', lastProgressAt: 5 }),
    event('lease', 'grant_1', 'lease-granted', { holder: 'Ada#agent_1/x', keys: [{ key: 'file/src/a.ts' }] }),
    event('record', 'approvals/a1', 'record-stored', {
      value: { action: 'deploy', requestedBy: 'Ada#agent_1' },
    }),
    event('task', 'task_1', 'task-completed', { state: 'completed', claim: null }),
  ])
    model.apply(one, nothingWanted());
  const told = logsPane.items(model, 0).map(({ source, text }) => `${source}: ${text}`);
  expect(told).toEqual([
    'Ada: joined',
    'Ada: is idle',
    'operator: added  Build it',
    'Ada: claimed  Build it',
    'Ada: is working: Build it',
    'Ada: lock granted  src/a.ts',
    'Ada: asks for  deploy',
    'Ada: completed  Build it',
  ]);
});
