import { CoordinationClient } from '@agentcoord/client';
import { AgentCoordError } from '@agentcoord/core';
import { openMemoryStorage } from '@agentcoord/storage-file';
import { expect, test, vi } from 'vitest';
import { answerInTime } from '../src/feed/answer-in-time.js';
import { logsPane } from '../src/view/panes/logs-pane.js';
import { soon } from './support/soon.js';
import { World } from './support/world.js';

test('shows what was there before it began', async () => {
  await using world = await World.open();
  await world.client.addTask({ title: 'Early' });
  await soon(() => expect(world.draw().toString()).toContain('Early'));
});

test('what happened before it began stands in the logs, and in the curve of how busy it is', async () => {
  const storage = await openMemoryStorage();
  await using before = await CoordinationClient.open({ storage, name: 'before', environment: {} });
  for (const title of ['First', 'Second']) await before.addTask({ title });
  await (await before.claimTask())?.complete();
  await using world = await World.open({ storage });
  const { model } = world;
  await soon(() =>
    expect(logsPane.items(model, world.now()).map(({ text }) => text)).toEqual([
      'added  First',
      'added  Second',
      'claimed  First',
      'completed  First',
    ]),
  );
  const inTwoSeconds = world.now() + 2_000;
  expect(model.throughput.completed(inTwoSeconds).reduce((sum, count) => sum + count, 0)).toBe(1);
  expect(model.tasks.counts).toMatchObject({ ready: 1, completed: 1 });
});

test('follows a task through its life by events alone', async () => {
  await using world = await World.open();
  const { client, model } = world;
  await soon(() => expect(model.connection.isLoaded).toBe(true));
  const { id } = await client.addTask({ title: 'Build it', maxAttempts: 1 });
  await soon(() => expect(model.tasks.get(id)?.state).toBe('ready'));
  const task = await client.claimTask();
  await soon(() => expect(model.tasks.get(id)).toMatchObject({ state: 'claimed', attempts: 1 }));
  await task?.fail(new Error('no disk'));
  await soon(() =>
    expect(model.tasks.get(id)).toMatchObject({ state: 'failed', trouble: 'no disk', worker: undefined }),
  );
  await client.queue.retry(id);
  await soon(() => expect(model.tasks.get(id)?.state).toBe('ready'));
  expect(model.tasks.counts).toMatchObject({ ready: 1, failed: 0, claimed: 0 });
  expect(world.loads, 'the whole list was read once').toBe(1);
});

test('shows agents, who waits for whose lock, approvals and threads as they come and go', async () => {
  await using world = await World.open();
  const { client, model } = world;
  const { storage } = client;
  const join = (name: string) => CoordinationClient.session({ storage, name, environment: {} });
  await soon(() => expect(model.connection.isLoaded).toBe(true));
  await using ada = await join('Ada');
  await using bob = await join('Bob');
  await using lock = await ada.lockFile('src/a.ts', { intent: 'Add a route' });
  const giveUp = new AbortController();
  const waiting = bob.lockFile('src/a.ts', { signal: giveUp.signal }).catch(() => 'gave up');
  const request = await ada.approvals.request({ action: 'deploy', description: 'v2' });
  await client.postThread({ title: 'Kickoff', message: 'go' });
  await soon(() => {
    const frame = world.draw({ width: 160, height: 45 }).toString();
    for (const part of ['Ada', 'Bob', 'src/a.ts', 'Add a route', '1 waiting', 'deploy: v2', 'Kickoff'])
      expect(frame).toContain(part);
  });
  giveUp.abort();
  expect(await waiting).toBe('gave up');
  await lock.release();
  await client.approvals.reject(request.id, { reason: 'not on Friday' });
  await bob.close();
  await soon(() => {
    expect(model.locks.held(world.now())).toEqual([]);
    expect(model.approvals.get(request.id)).toMatchObject({ status: 'rejected', reason: 'not on Friday' });
    expect(model.agents.tree(world.now()).find(({ name }) => name === 'Bob')?.state).toBe('left');
  });
});

test('takes a fresh look when events were missed, and forgets what is gone', async () => {
  await using world = await World.open();
  const { client, model } = world;
  await client.addTask({ title: 'Kept' });
  await soon(() => expect(model.tasks.size).toBe(1));
  const { logs } = client.storage;
  const read = logs.read.bind(logs);
  let isBehind = true;
  // As the store says it to a reader that comes back after 100,000 events.
  vi.spyOn(logs, 'read').mockImplementation(async (request, options) => {
    const { entries, head } = await read(request, options);
    if (!isBehind || request.log !== 'events') return { entries, head };
    isBehind = false;
    const { sequence } = head;
    return { entries, head: { ...head, sequence: sequence + 10, firstSequence: sequence + 5 } };
  });
  await client.addTask({ title: 'Later' });
  await soon(() => expect(world.loads).toBe(2));
  await soon(() => expect(model.tasks.size).toBe(2));
  expect(model.tasks.counts.ready).toBe(2);
});

test('a store that does not answer is said so, with what was known still on the screen, until it answers again', async () => {
  await using world = await World.open();
  const { client, model } = world;
  await client.addTask({ title: 'Known before' });
  await soon(() => expect(model.tasks.size).toBe(1));
  const lost = vi
    .spyOn(client.storage.logs, 'read')
    .mockRejectedValue(new AgentCoordError('storage_unavailable', 'Redis does not answer.'));
  await client.addTask({ title: 'Rings the bell' });
  await soon(() => expect(world.draw().toString()).toContain('STORE LOST'));
  expect(world.draw().toString()).toContain('Redis does not answer.');
  expect(world.draw().toString()).toContain('Known before');
  world.press('p');
  expect(world.draw().toString()).toContain('store lost');
  lost.mockRestore();
  await soon(() => expect(model.connection.lostSince).toBeUndefined());
  expect(world.draw().toString()).not.toContain('STORE LOST');
});

test('reads the whole of a task or a thread when it is selected', async () => {
  await using world = await World.open();
  const { client } = world;
  await client.addTask({ title: 'One', description: 'In full: mend the roof' });
  await client.postThread({ title: 'Kickoff', message: 'Read this first' });
  await soon(() => expect(world.draw({ height: 45 }).toString()).toContain('In full: mend the roof'));
  world.press('6');
  await soon(() => expect(world.draw({ height: 45 }).toString()).toContain('Read this first'));
});

test('a look that failed is made again without another event', async () => {
  await using world = await World.open();
  const { client, model } = world;
  await soon(() => expect(model.connection.isLoaded).toBe(true));
  vi.spyOn(client.board, 'list').mockRejectedValueOnce(new Error('no answer'));
  await client.postThread({ title: 'Kickoff', message: 'Read this first' });
  await soon(() => expect(model.threads.map(({ title }) => title)).toEqual(['Kickoff']));
});

test('a read without a deadline of its own is waited for two seconds, not longer', async () => {
  const never = new Promise<never>(() => undefined);
  await expect(answerInTime(never, new AbortController().signal)).rejects.toThrow('within 2 s');
  await expect(answerInTime(Promise.resolve('here'), new AbortController().signal)).resolves.toBe('here');
});
