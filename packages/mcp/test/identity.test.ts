import { CoordinationClient } from '@agentcoord/client';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { temporaryRepository } from './support/repository.js';
import { serve } from './support/served.js';
import { missing, sharedServer, unless } from './support/stores.js';

vi.setConfig({ testTimeout: 60_000 });

const redis = sharedServer();

describe.each(['file', 'redis'])('on %s', (kind) => {
  test.skipIf(kind === 'redis' && missing)(
    `what a connection holds lasts while it lives, whatever the leases are${unless}`,
    async () => {
      const served = await serve(temporaryRepository(), kind === 'redis' ? redis() : 'none');
      const observer = await served.observer();
      const { call } = await served.connect();
      await call('add_tasks', { tasks: [{ title: 'Long', lease_seconds: 2 }] });
      const { task } = await call('claim_task');
      await call('lock_files', { paths: ['a.ts'], ttl_seconds: 2 });
      const threeLeases = (await observer.storage.now()) + 6_000;
      await expect
        .poll(() => observer.storage.now(), { timeout: 30_000, interval: 200 })
        .toBeGreaterThan(threeLeases);
      expect(await observer.tryLockFile('a.ts')).toBeUndefined();
      expect(await observer.claimTask()).toBeUndefined();
      const answer = await call('complete_task', { task_id: task.id });
      expect(answer).not.toHaveProperty('notices');
      expect(await observer.queue.get(task.id)).toMatchObject({ state: 'completed', attempts: 1 });
    },
  );
});

test('a client that only lists tools leaves no trace; the first call registers it by its name', async () => {
  const served = await serve(temporaryRepository(), 'none');
  const observer = await served.observer();
  const { client, call } = await served.connect('Some Editor');
  await client.listTools();
  expect(await observer.registry.list()).toEqual([]);
  await call('list_locks');
  const [agent] = await observer.registry.list();
  expect(agent).toMatchObject({ kind: 'session', state: 'idle' });
  expect(agent?.name).toMatch(/^some-editor-[0-9a-z]{6}$/);
});

test('two connections with one configured name are two agents, and a chosen name that is alive is refused', async () => {
  const served = await serve(temporaryRepository(), 'none', { name: 'Ada' });
  const [one, two] = [await served.connect(), await served.connect()];
  expect(await one.call('get_status')).toMatchObject({ you: { name: 'Ada' } });
  const second = await two.call('get_status');
  expect(second).toMatchObject({ you: { name: expect.stringMatching(/^Ada-/) } });
  expect(second.notices?.join()).toContain('Another agent is called "Ada"');
  await expect(two.call('register_agent', { name: 'Ada' })).rejects.toThrow(/conflict/);
  expect(await two.call('register_agent', { name: 'Grace' })).toMatchObject({ name: 'Grace' });
  await two.call('lock_files', { paths: ['a.ts'] });
  await expect(two.call('register_agent', { name: 'Linus' })).rejects.toThrow(/release_files first/);
  expect(await two.call('get_status')).toMatchObject({ you: { name: 'Grace', locked_paths: ['a.ts'] } });
});

test('an agent whose name was taken over is told that it lost everything', async () => {
  const cwd = temporaryRepository();
  const served = await serve(cwd, 'none', { name: 'Ada' });
  const { call } = await served.connect();
  await call('lock_files', { paths: ['a.ts'] });
  const other = await CoordinationClient.session({
    ...{ cwd, redisUrl: 'none', environment: {} },
    ...{ name: 'Ada', takeOver: true },
  });
  onTestFinished(() => other.close());
  const told: string[] = [];
  await expect
    .poll(
      async () => {
        told.push(...((await call('get_status')).notices ?? []));
        return told.join('\n');
      },
      { timeout: 20_000 },
    )
    .toMatch(/presence was lost/);
  expect(await call('get_status')).toMatchObject({
    you: { name: expect.stringMatching(/^Ada-/), locked_paths: [] },
  });
});
