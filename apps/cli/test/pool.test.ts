import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { SpawnedWorker } from '@agentcoord/spawner';
import { afterEach, expect, test } from 'vitest';
import { planPool } from '../src/worker/pool.js';
import { setUpCli } from './support/cli.js';
import { pidsOf, processesOf } from './support/processes.js';

const cli = setUpCli();

afterEach(async () => {
  await cli.run(['stop', '--all', '--grace', '0s']);
  await expect.poll(() => processesOf(cli.folder), { timeout: 20_000 }).toEqual([]);
});

const names = (workers: readonly SpawnedWorker[]): string[] => workers.map(({ name }) => name);

async function workers(): Promise<SpawnedWorker[]> {
  return ((await cli.run(['workers', '--json'])).json().data as { workers: SpawnedWorker[] }).workers;
}

async function scale(...args: string[]): Promise<{ started: string[]; leaving: string[]; before: number }> {
  const end = await cli.run(['scale', ...args, '--json']);
  expect(end.stderr).toBe('');
  return end.json().data;
}

const running = async (): Promise<string[]> =>
  names((await workers()).filter(({ state }) => state === 'running')).sort();

test('a pool gets its number: the missing start, the surplus leaves, other pools stay', async () => {
  await cli.run(['spawn', '--name', 'Other', '--tags', 'b']);
  const grown = await scale('2', '--tags', 'a');
  expect(grown).toMatchObject({ before: 0, leaving: [] });
  expect(grown.started).toHaveLength(2);
  expect(await scale('2', '--tags', 'a')).toEqual({ wanted: 2, before: 2, started: [], leaving: [] });
  const shrunk = await scale('1', '--tags', 'a');
  expect(shrunk.leaving).toHaveLength(1);
  const left = [...grown.started.filter((name) => !shrunk.leaving.includes(name)), 'Other'].sort();
  await expect.poll(running, { timeout: 20_000 }).toEqual(left);
  await scale('0', '--tags', 'a');
  await expect.poll(running, { timeout: 20_000 }).toEqual(['Other']);
});

test('a worker that works finishes its task before it leaves', async () => {
  await cli.run(['spawn', '--name', 'One']);
  const command = 'touch begun; while [ ! -e go ]; do sleep 0.05; done; touch finished';
  const added = await cli.run(['tasks', 'add', 'Long', '--command', command, '--json']);
  const { id } = added.json().data as { id: string };
  const state = async () =>
    ((await cli.run(['tasks', 'show', id, '--json'])).json().data as { state: string }).state;
  await expect.poll(state, { timeout: 20_000 }).toBe('claimed');
  expect(await scale('0')).toMatchObject({ leaving: ['One'] });
  const log = async () => (await cli.run(['logs', 'One'])).stdout;
  await expect.poll(log, { timeout: 20_000 }).toContain('worker was asked to leave');
  expect(await running()).toEqual(['One']);
  // Asked once is enough: it is not counted any more.
  expect(await scale('0')).toMatchObject({ before: 0, leaving: [] });
  await cli.run(['tasks', 'add', 'Later', '--command', 'touch later']);
  await writeFile(join(cli.folder, 'go'), '');
  await expect.poll(running, { timeout: 20_000 }).toEqual([]);
  const shown = (await cli.run(['tasks', 'show', id, '--json'])).json().data;
  expect(shown).toMatchObject({ state: 'completed', attempts: 1 });
  expect(await cli.run(['tasks', 'list', '--json'])).toMatchObject({
    stdout: expect.stringContaining('"ready"'),
  });
});

test('idle workers leave before those that work, and among them the youngest first', () => {
  const worker = (name: string, startedAt: number): SpawnedWorker => ({
    id: name,
    name,
    mode: 'subprocess',
    state: 'running',
    tags: ['a'],
    capabilities: [],
    useLlm: false,
    spawnedBy: 'operator',
    spawnerHost: 'here',
    logFile: '/tmp/w.log',
    startedAt,
  });
  const all = [worker('old-idle', 1), worker('young-idle', 9), worker('busy', 99)];
  const agents = all.map(({ id }) => ({ spawnId: id, state: id === 'busy' ? 'working' : 'idle' }));
  const plan = planPool(all, agents as never, { mode: 'subprocess', tags: ['a'], count: 1 });
  expect(names(plan.surplus)).toEqual(['young-idle', 'old-idle']);
});

test('what workers said is shown for one or for all, as text and as JSON Lines', async () => {
  await cli.run(['spawn', '--name', 'W', '--count', '2']);
  await cli.run(['stop', '--all']);
  const one = await cli.run(['logs', 'W-1', '--json', '--lines', '1']);
  expect(one.stdout.trim().split('\n')).toHaveLength(1);
  expect(one.json()).toMatchObject({
    command: 'logs',
    data: { kind: 'log-line', worker: 'W-1', line: expect.stringContaining('0 completed') },
  });
  const all = await cli.run(['logs']);
  expect(all.stdout).toMatch(/^W-1 .*worker started/m);
  expect(all.stdout).toMatch(/^W-2 .*worker started/m);
  expect(await cli.run(['logs', 'nobody'])).toMatchObject({ code: 4 });
});

test('a worker that is killed is restarted though its spawner is gone, and who restarts ends with it', async () => {
  await cli.run(['spawn', '--name', 'R', '--restart', 'on-failure']);
  const [first] = await workers();
  process.kill(first?.pid ?? 0, 'SIGKILL');
  const now = async () => (await workers())[0];
  await expect.poll(now, { timeout: 30_000 }).toMatchObject({ state: 'running', restart: { count: 1 } });
  expect((await now())?.id).not.toBe(first?.id);
  await cli.run(['stop', 'R']);
  // In the foreground: returns when none is left to be restarted, and so does the one in the background.
  expect(await cli.run(['supervise', '--until-idle'])).toMatchObject({ code: 0 });
  expect(await now()).toMatchObject({ state: 'exited', stopRequested: true });
});

test.skipIf(process.platform !== 'linux')(
  'a supervisor that was killed is replaced by that of the next worker with a restart policy',
  async () => {
    await cli.run(['spawn', '--name', 'One', '--restart', 'always']);
    const supervisors = () => pidsOf(cli.folder, 'supervise');
    await expect.poll(() => supervisors().length, { timeout: 30_000 }).toBe(1);
    process.kill(supervisors()[0] ?? 0, 'SIGKILL');
    // Its lead still holds when this one comes.
    await cli.run(['spawn', '--name', 'Two', '--restart', 'always']);
    const one = async () => (await workers()).find(({ name }) => name === 'One');
    process.kill((await one())?.pid ?? 0, 'SIGKILL');
    await expect.poll(one, { timeout: 60_000 }).toMatchObject({ state: 'running', restart: { count: 1 } });
    await cli.run(['stop', '--all']);
    await expect.poll(() => supervisors().length, { timeout: 30_000 }).toBe(0);
  },
);

test.each([
  [['spawn', '--memory', '5x'], '--memory'],
  [['spawn', '--nice', '20'], '--nice'],
  [['spawn', '--restart', 'sometimes'], '--restart'],
  [['supervise', '--stand-by', 'soon'], '--stand-by'],
  [['scale', 'many'], 'n must be'],
  [['logs', '--lines', 'x'], '--lines'],
])('wrong input is refused by its name: %j', async (args, name) => {
  expect(await cli.run(args)).toMatchObject({ code: 2, stderr: expect.stringContaining(name) });
});

test('a wrong name among those to stop is told before anybody is stopped', async () => {
  await cli.run(['spawn', '--name', 'One']);
  expect(await cli.run(['stop', 'One', 'Oen'])).toMatchObject({
    code: 4,
    stderr: expect.stringContaining('"Oen"'),
  });
  expect(await running()).toEqual(['One']);
});
