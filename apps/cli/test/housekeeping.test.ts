import { CoordinationClient } from '@agentcoord/client';
import { expect, test } from 'vitest';
import { setUpCli } from './support/cli.js';

const cli = setUpCli();

/** An agent that holds a lock and a task, and stops without a word. */
async function loseAnAgent(): Promise<void> {
  await using operator = await CoordinationClient.open({ cwd: cli.folder, environment: {} });
  const dying = await CoordinationClient.session({
    cwd: cli.folder,
    environment: {},
    name: 'Dying',
    heartbeat: '100ms',
    deadAfter: '500ms',
  });
  await dying.lockFile('src/a.ts', { ttl: '10m', wait: 0 });
  await dying.addTask({ title: 'Left behind', payload: { command: 'true' } });
  await dying.claimTask();
  await dying.storage.close();
  await using listener = await operator.storage.signals.listen({ channels: ['nobody/publishes'] });
  while ((await operator.registry.get('Dying'))?.state !== 'dead') await listener.next({ timeoutMs: 50 });
}

test('a worker frees what a dead agent held, and does its task', { timeout: 60_000 }, async () => {
  await loseAnAgent();
  const held = await cli.run(['locks', 'list', '--json']);
  expect(held.json().data).toMatchObject({ locks: [{ agent: 'Dying' }] });
  const end = await cli.run(['worker', '--name', 'W1', '--max-tasks', '1', '--json']);
  expect(end.json().data).toMatchObject({ agent: 'W1', completed: 1 });
  expect((await cli.run(['locks', 'list', '--json'])).json().data).toMatchObject({ locks: [] });
  expect((await cli.run(['audit', 'list', '--json'])).stdout).toContain('Dying');
});
