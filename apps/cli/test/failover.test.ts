import { appendFile, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test, vi } from 'vitest';
import type { Finding } from '../src/doctor/finding.js';
import { type CliEnd, setUpCli } from './support/cli.js';
import { anotherClone, keepingServer, withFallback } from './support/fallback.js';
import { missing, unless } from './support/redis.js';

// Ownership moves in its own time; nothing is concluded from how long that takes.
vi.setConfig({ testTimeout: 120_000 });
const patient = { timeout: 60_000, interval: 500 };

const cli = setUpCli();

describe('without anything to move', () => {
  test('failover says so: no Redis', async () => {
    const end = await cli.run(['failover', 'status']);
    expect(end).toMatchObject({ code: 0, stdout: expect.stringContaining('local (no Redis configured)') });
    expect(await cli.run(['failover', 'hand-over'])).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('REDIS_URL'),
    });
  });

  test('a take-over that nobody was asked about wants --yes', async () => {
    expect(await cli.run(['failover', 'take-over'])).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('--yes'),
    });
  });

  test('an agent moves nothing', async () => {
    const end = await cli.run(['failover', 'take-over', '--yes', '--agent', 'Agent-1']);
    expect(end).toMatchObject({ code: 2, stderr: expect.stringContaining('only the operator') });
  });

  test.each([
    ['the flag', ['status', '--fallback', 'on'], {}],
    ['the environment', ['tasks', 'list'], { AGENTCOORD_FALLBACK: 'on' }],
  ])('a word for fallback that is none is wrong usage, by %s', async (_by, args, environment) => {
    expect(await cli.run(args, { environment })).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('auto, single-host, off'),
    });
  });
});

describe.skipIf(missing)(`with fallback${unless}`, () => {
  async function setUp(times = {}) {
    const server = await keepingServer();
    const environment = { REDIS_URL: `unix://${server.socketPath}` };
    const here = await withFallback(cli.folder, times);
    const at = (folder: string, ...args: string[]): Promise<CliEnd> =>
      cli.run([...args, '--cwd', folder], { environment });
    return { server, environment, here, at };
  }

  test('and nothing set but the address of a fresh server: after init nobody waits for anything', async () => {
    const server = await keepingServer();
    const environment = { REDIS_URL: `unix://${server.socketPath}` };
    expect(await cli.run(['init'], { environment })).toMatchObject({ code: 0, stderr: '' });
    const steps = [['tasks', 'add', 'One'], ['locks', 'acquire', 'src/a.ts', '--wait', '0s'], ['status']];
    for (const args of steps)
      expect(await cli.run(args, { environment })).toMatchObject({ code: 0, stderr: '' });
    const status = await cli.run(['failover', 'status'], { environment });
    expect(status.stdout).toContain('local, Redis follows');
    expect(status.stdout).toContain('the store of this host');
  });

  const modeOf = async (end: Promise<CliEnd>): Promise<string> =>
    ((await end).json().data as { store: { mode: string } }).store.mode;
  const findingsOf = (end: CliEnd): Finding[] => (end.json().data as { findings: Finding[] }).findings;

  test('commands go on without Redis, and status and doctor say since when', async () => {
    const { server, here, at } = await setUp();
    await at(here, 'tasks', 'add', 'One');
    expect(await modeOf(at(here, 'status', '--json'))).toMatch(/^local, Redis follows \(\d+ ms behind\)$/);
    await server.stop('SIGKILL');
    expect(await at(here, 'tasks', 'add', 'Two')).toMatchObject({ code: 0, stderr: '' });
    expect(await at(here, 'locks', 'acquire', 'src/a.ts')).toMatchObject({ code: 0, stderr: '' });
    const status = await at(here, 'status');
    expect(status).toMatchObject({ code: 0, stderr: '' });
    expect(status.stdout).toMatch(/^Mode {7}local, Redis unreachable since \d\d:\d\d$/m);
    expect(status.stdout).toContain('Tasks      2 ready');
    const doctor = await at(here, 'doctor', '--json');
    expect(doctor.code).toBe(0);
    expect(findingsOf(doctor)).toContainEqual({
      check: 'ownership',
      severity: 'warning',
      what: expect.stringContaining('work goes on'),
      why: expect.any(String),
      fix: expect.stringContaining('redis-cli -s'),
    });
    await server.start();
    const stream = cli.start(['events', '--follow', '--cwd', here], {
      environment: { REDIS_URL: `unix://${server.socketPath}` },
    });
    const behind = async () =>
      (await at(here, 'failover', '--json')).json().data as { behind?: { events: number } };
    await expect.poll(async () => (await behind()).behind?.events, patient).toBe(0);
    stream.kill('SIGTERM');
    await stream.ended;
  });

  test('a hand-over gives the namespace to Redis, is audited, and is among the events', async () => {
    const { here, at } = await setUp();
    await at(here, 'tasks', 'add', 'One');
    const moved = await at(here, 'failover', 'hand-over', '--reason', 'going on holiday', '--json');
    expect(moved).toMatchObject({ code: 0, stderr: '' });
    expect(moved.json().data).toMatchObject({
      owner: 'redis',
      mode: expect.stringMatching(/^Redis, shared by/),
    });
    expect(await at(here, 'failover', 'hand-over', '--yes')).toMatchObject({ code: 3 });
    const audit = (await at(here, 'audit', 'list', '--type', 'owner-changed', '--json')).json();
    expect((audit.data as { entries: unknown[] }).entries).toContainEqual(
      expect.objectContaining({
        type: 'owner-changed',
        reason: 'going on holiday',
        context: 'namespace shared',
      }),
    );
  });

  test('a change of the owner is among the events, with why', async () => {
    const { environment, here, at } = await setUp();
    const stream = cli.start(['events', '--follow', '--cwd', here], { environment });
    await stream.printed('stdout', 'namespace/shared');
    await stream.printed('stdout', 'got its first owner');
    await at(here, 'failover', 'hand-over');
    await stream.printed('stdout', 'an operator asked for it');
    stream.kill('SIGTERM');
    await stream.ended;
  });

  test('a host that is gone for good can be taken over by another one, which says what it was', async () => {
    // Nobody here stays: whoever is alone for a while would own it again.
    const times = { alone: '1h' };
    const { here, at } = await setUp(times);
    await at(here, 'tasks', 'add', 'Only here');
    const there = await anotherClone(cli.folder, times);
    const refused = async () => (await at(there, 'tasks', 'add', 'There')).stderr;
    await expect.poll(refused, patient).toContain('failover take-over');
    expect(await at(there, 'failover', 'take-over', '--yes', '--json')).toMatchObject({
      code: 0,
      stderr: '',
    });
    const added = async () => (await at(there, 'tasks', 'add', 'There')).code;
    await expect.poll(added, patient).toBe(0);
    // When the old host returns it follows, and what nobody took over is shown.
    const status = async () => (await at(here, 'status')).stdout;
    await expect.poll(status, patient).toMatch(/^Mode {7}Redis, shared by \S+, \S+\nConflicts {2}\d/m);
    expect((await at(here, 'failover')).stdout).toMatch(/^Conflict .* task\/task_/m);
    expect((await at(here, 'tasks', 'list')).stdout).toContain('There');
  });

  test('while Redis decides and is away, what is refused is exit 5, and what is read is marked', async () => {
    const { server, here, at } = await setUp();
    await at(here, 'tasks', 'add', 'One');
    await at(here, 'failover', 'hand-over');
    const listed = async () => (await at(here, 'tasks', 'list')).stdout;
    await expect.poll(listed, patient).toContain('One');
    await server.stop('SIGKILL');
    const lock = await at(here, 'locks', 'acquire', 'src/a.ts', '--wait', '0s', '--json');
    expect(lock.code).toBe(5);
    expect(lock.json().error).toMatchObject({
      code: 'storage_unavailable',
      data: { reason: 'primary_gone' },
    });
    const list = await at(here, 'tasks', 'list');
    expect(list).toMatchObject({ code: 0, stderr: expect.stringMatching(/^Stale: /) });
    const status = await at(here, 'status');
    expect(status.stdout).toMatch(/Redis unreachable since \d\d:\d\d: refusing locks and claims/);
    const doctor = await at(here, 'doctor', '--json');
    expect(doctor.code).toBe(1);
    expect(findingsOf(doctor).find(({ check }) => check === 'ownership')).toMatchObject({
      severity: 'error',
    });
  });

  test('turned off again, a store hands over and follows, and Redis alone is no way around it', async () => {
    const { here, at } = await setUp();
    await at(here, 'tasks', 'add', 'One');
    expect(await at(here, 'tasks', 'add', 'Two', '--redis', 'none')).toMatchObject({
      code: 5,
      stderr: expect.stringContaining('--fallback auto'),
    });
    expect(await at(here, 'tasks', 'add', 'Two', '--fallback', 'off')).toMatchObject({ code: 0, stderr: '' });
    // What it was allowed at its last look it may do until the next one.
    const status = async () => (await at(here, 'status', '--fallback', 'off')).stdout;
    await expect.poll(status, patient).toMatch(/^Mode {7}Redis, shared by/m);
    expect(await status()).toContain('Tasks      2 ready');
    const there = await anotherClone(cli.folder);
    const refused = await at(there, 'tasks', 'add', 'Three', '--fallback', 'off');
    expect(refused).toMatchObject({ code: 5, stderr: expect.stringContaining('--fallback auto') });
    const doctor = findingsOf(await at(there, 'doctor', '--fallback', 'off', '--json'));
    expect(doctor.find(({ check }) => check === 'fallback')).toMatchObject({
      severity: 'error',
      fix: 'export AGENTCOORD_FALLBACK=auto',
    });
  });

  test('doctor names conflicts that nobody has looked at, and a setting that another host contradicts', async () => {
    const { here, at } = await setUp();
    await at(here, 'tasks', 'add', 'One');
    const folder = join(here, '.git', 'agentcoord', 'failover');
    await mkdir(folder, { recursive: true });
    const conflict = { at: 1, entity: 'task/task_1', because: 'nobody has it', state: {} };
    await appendFile(join(folder, 'conflicts.jsonl'), `${JSON.stringify(conflict)}\n`);
    const findings = findingsOf(await at(here, 'doctor', '--json'));
    expect(findings.find(({ check }) => check === 'conflicts')).toMatchObject({ severity: 'warning' });
    expect(findings.find(({ check }) => check === 'fallback')).toMatchObject({ severity: 'ok' });
    expect((await at(here, 'status')).stdout).toContain('Conflicts  1');
  });
});
