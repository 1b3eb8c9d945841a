import assert from 'node:assert/strict';
import { EventEmitter, once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { AutoScalingCoordinator, CoordinationClient, SpawnMode, WorkerSpawner } from 'agentcoord';
import { Timeline } from './timeline.js';

const home = await mkdtemp(join(tmpdir(), 'agentcoord-example-'));
const timeline = new Timeline();
const heard = new EventEmitter();

try {
  await using client = await CoordinationClient.open({ home, namespace: 'example-autoscaling' });
  await using spawner = spawnerOf(client);
  await using scaler = new AutoScalingCoordinator({
    client,
    spawner,
    minWorkers: 0,
    maxWorkers: 3,
    tasksPerWorker: 2,
    cooldown: '1s',
    spawnMode: SpawnMode.SUBPROCESS,
  });
  await scaler.start();
  const end = new AbortController();
  const looping = scaler.runAutoscalingLoop({
    interval: '250ms',
    signal: end.signal,
    onRound(round) {
      timeline.add(round);
      heard.emit('round');
    },
    onError: (error) => console.error(error.message),
  });
  console.log('# works   + starts   . is idle');
  for (const burst of [8, 3]) {
    await client.addTasks(
      Array.from({ length: burst }, (_, index) => ({
        title: `Burst of ${burst}, number ${index + 1}`,
        payload: { command: 'sleep 0.4' },
      })),
    );
    await allDone(client);
    await nobodyLeft();
  }
  end.abort();
  await looping;
  await check(client);
  console.log('As it should be: never more than three, nobody stopped at work, and nobody left in the end.');
} finally {
  await rm(home, { recursive: true, force: true });
}

/** Workers are the command `agentcoord worker`; here from the sources, so that nothing need be built. */
function spawnerOf({ storage, configuration }: CoordinationClient): WorkerSpawner {
  const packageFolder = dirname(fileURLToPath(import.meta.resolve('agentcoord/package.json')));
  const { logFolder, environment, cwd } = configuration;
  return new WorkerSpawner({
    storage,
    logFolder,
    environment,
    cwd,
    program: { command: process.execPath, args: [...process.execArgv, join(packageFolder, 'src', 'bin.ts')] },
  });
}

async function allDone({ queue }: CoordinationClient): Promise<void> {
  for (;;) {
    await once(heard, 'round');
    const { counts } = await queue.stats();
    if (counts.ready + counts.claimed + counts.scheduled === 0) return;
  }
}

async function nobodyLeft(): Promise<void> {
  for (;;) {
    const staff = timeline.rounds.at(-1)?.pools[0]?.staff;
    if (staff && staff.starting + staff.idle + staff.working + staff.leaving === 0) return;
    await once(heard, 'round');
  }
}

async function check({ queue, registry }: CoordinationClient): Promise<void> {
  const { tasks } = await queue.list({ limit: 100 });
  assert.equal(tasks.length, 11);
  for (const { title, state, attempts } of tasks)
    assert.deepEqual([state, attempts], ['completed', 1], `${title} was done in its first try`);
  assert.equal(timeline.most, 3, 'never more than the maximum, and all of them for the first burst');
  const growths = timeline.rounds.filter(({ started }) => started.length > 0);
  assert.deepEqual(
    growths.map(({ started }) => started.length),
    [3, 2],
    'each burst was answered at once',
  );
  assert.ok((await registry.list()).every(({ state }) => state === 'left'));
}
