import { mkdir, writeFile } from 'node:fs/promises';
import { networkInterfaces } from 'node:os';
import { join } from 'node:path';
import { couldClaim } from '@agentcoord/queue';
import { freePorts } from '@agentcoord/tooling/free-ports';
import { startRedisServer } from '@agentcoord/tooling/redis-server';
import { describe, expect, test } from 'vitest';
import { clock } from '../src/doctor/checks/clock.js';
import { nodeVersion } from '../src/doctor/checks/node-version.js';
import { version } from '../src/doctor/checks/version.js';
import type { Finding } from '../src/doctor/finding.js';
import { setUpCli } from './support/cli.js';
import { missing, unless } from './support/redis.js';
import { replyOf, WRONG } from './support/wrong-settings.js';

const cli = setUpCli();

interface Diagnosis {
  code: number | null;
  findings: Finding[];
  errors: number;
}

async function doctor(...args: string[]): Promise<Diagnosis> {
  const end = await cli.run(['doctor', '--json', ...args]);
  const { findings, errors } = end.json().data as Omit<Diagnosis, 'code'>;
  return { code: end.code, findings, errors };
}

/** The words of a `redis-cli` line that come after the address. */
function commandOf(fix = ''): string {
  return fix.replace(/^redis-cli (-s \S+|-h \S+ -p \d+) /, '').replaceAll("'", '');
}

describe.skipIf(missing)(`the doctor of a Redis server${unless}`, () => {
  test('knows more than 15 wrong settings', () => expect(WRONG.length).toBeGreaterThanOrEqual(15));

  test.each(WRONG)('names $setting, and the command that mends it', async (wrong) => {
    const server = await startRedisServer(wrong.server?.());
    try {
      for (const command of wrong.commands ?? []) await replyOf(server, command);
      await wrong.arrange?.(server);
      const url = wrong.url?.(server) ?? `unix://${server.socketPath}`;
      const args = ['--redis', url, '--namespace', 'doctor'];
      const { code, findings, errors } = await doctor(...args);
      const found = findings.filter(({ check }) => check === wrong.check);
      expect(found).toMatchObject([
        {
          severity: wrong.severity,
          what: expect.stringMatching(wrong.what),
          why: expect.stringMatching(/./),
          fix: expect.stringMatching(wrong.fix),
        },
      ]);
      expect(JSON.stringify(findings)).not.toContain('hunter2');
      expect(code).toBe(errors > 0 ? 1 : 0);
      expect(errors > 0).toBe(findings.some(({ severity }) => severity === 'error'));
      if (wrong.mends) {
        expect(await replyOf(server, commandOf(found[0]?.fix))).toMatch(/^\+OK/);
        const after = (await doctor(...args)).findings.filter(({ check }) => check === wrong.check);
        expect(after).toMatchObject([{ severity: 'ok' }]);
      }
    } finally {
      await server.remove();
    }
  });

  test('finds nothing wrong with a server as the README asks for', async () => {
    const server = await startRedisServer({ appendOnly: true });
    try {
      const { code, findings } = await doctor('--redis', `unix://${server.socketPath}`);
      expect(code).toBe(0);
      // Whether this machine has a sandbox is no matter of its Redis.
      expect(findings.filter(({ check, severity }) => check !== 'sandbox' && severity !== 'ok')).toEqual([]);
      expect(await replyOf(server, 'DBSIZE')).toBe(':0\r\n');
    } finally {
      await server.remove();
    }
  });

  const [outside] = Object.values(networkInterfaces())
    .flatMap((list) => list ?? [])
    .filter(({ internal, family }) => !internal && family === 'IPv4');
  const alone = outside ? '' : ' (skipped: this machine has no address but its own)';

  test.skipIf(!outside)(
    `names what goes over the network in the clear and without a password${alone}`,
    async () => {
      const [port = 0] = await freePorts(1);
      const address = outside?.address ?? '';
      const server = await startRedisServer({
        port,
        arguments: ['--bind', address, '--protected-mode', 'no'],
      });
      try {
        const { code, findings } = await doctor('--redis', `redis://${address}:${port}`);
        const found = findings.filter(({ severity }) => severity === 'error').map(({ check }) => check);
        expect({ code, found }).toEqual({ code: 1, found: ['encryption', 'password'] });
      } finally {
        await server.remove();
      }
    },
  );
});

test('the doctor of a file store finds nothing wrong with a good one', async () => {
  const { code, findings } = await doctor();
  expect(code).toBe(0);
  const checks = findings.map(({ check }) => check);
  expect(checks.slice(0, 5)).toEqual(['node', 'store', 'disk', 'clock', 'tasks']);
  expect(findings.slice(0, 5).every(({ severity }) => severity === 'ok')).toBe(true);
});

test.each([
  ['a file in the way', async () => writeFile(join(cli.folder, 'home'), '')],
  [
    'the file of another program',
    async () => {
      await mkdir(join(cli.folder, 'home', 'namespaces', 'x'), { recursive: true });
      await writeFile(join(cli.folder, 'home', 'namespaces', 'x', 'agentcoord.db'), 'not ours');
    },
  ],
])('the doctor of a file store names %s', async (_what, arrange) => {
  await arrange();
  const { code, findings } = await doctor('--home', 'home', '--namespace', 'x');
  expect(code).toBe(1);
  expect(findings.find(({ check }) => check === 'store')).toMatchObject({
    severity: 'error',
    what: expect.stringContaining(join(cli.folder, 'home')),
    fix: expect.stringMatching(/AGENTCOORD_HOME|chmod/),
  });
});

describe('what no server of this machine can be', () => {
  const server = {
    address: 'redis://127.0.0.1:6379',
    usesTls: false,
    usesPassword: false,
    user: 'default',
    info: new Map([['redis_version', '6.0.16']]),
    settings: new Map(),
    clockAheadMs: 0,
    roundTripMs: 1,
    refused: [],
    supportedSchema: 1,
  };

  test('too old', () => {
    expect(version(server)).toMatchObject({ severity: 'error', what: expect.stringContaining('6.0.16') });
    expect(version({ ...server, info: new Map([['redis_version', '6.2.0']]) })).toMatchObject({
      severity: 'ok',
    });
  });

  test('an hour ahead of this machine', () => {
    expect(clock({ ...server, clockAheadMs: 3_600_000 })).toMatchObject({
      severity: 'warning',
      what: expect.stringContaining('3600 s ahead'),
    });
    expect(clock({ ...server, clockAheadMs: -200 })).toMatchObject({ severity: 'ok' });
  });

  test('under a Node that is too old', () => {
    expect(nodeVersion('20.18.3')).toMatchObject({ severity: 'error' });
    expect(nodeVersion('20.19.0')).toMatchObject({ severity: 'ok' });
  });
});

describe('tasks that nobody could claim', () => {
  test('are named, with the worker that could', async () => {
    await cli.run(['tasks', 'add', 'Paint', '--tag', 'frontend', '--requires', 'browser']);
    const { code, findings } = await doctor();
    expect(code).toBe(0);
    expect(findings).toContainEqual({
      check: 'tasks',
      severity: 'warning',
      what: expect.stringMatching(/^1 of 1 ready tasks .*: Paint \(task_\w+\)\.$/),
      why: expect.any(String),
      fix: 'agentcoord spawn --tags frontend --capabilities browser',
    });
  });

  test.each([
    [{ tags: [], capabilities: [] }, { tags: ['a'], requires: [] }, true],
    [{ tags: ['a', 'b'], capabilities: [] }, { tags: ['b', 'c'], requires: [] }, true],
    [{ tags: ['a'], capabilities: [] }, { tags: [], requires: [] }, false],
    [{ tags: ['a'], capabilities: [] }, { tags: ['b'], requires: [] }, false],
    [{ tags: [], capabilities: ['x'] }, { tags: [], requires: ['x', 'y'] }, false],
    [{ tags: [], capabilities: ['x', 'y'] }, { tags: [], requires: ['x'] }, true],
  ])('are told apart as a claim does it: %j, %j', (agent, task, can) => {
    expect(couldClaim(agent, task)).toBe(can);
  });
});
