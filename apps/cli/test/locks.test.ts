import { access } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { setUpCli } from './support/cli.js';

const cli = setUpCli();

interface Acquired {
  grantId: string;
  fence: number;
  paths: string[];
}

async function acquire(...args: string[]): Promise<Acquired> {
  const end = await cli.run(['locks', 'acquire', '--json', ...args]);
  expect(end).toMatchObject({ code: 0, stderr: '' });
  return end.json().data;
}

test('an acquired lock outlives its command, and is shown with its holder and intent', async () => {
  const { grantId, paths } = await acquire('src/a.ts', '--agent', 'Ada', '--intent', 'Rename it');
  expect(paths).toEqual(['src/a.ts']);
  const { data } = (await cli.run(['locks', '--json'])).json();
  expect((data as { locks: unknown[] }).locks).toEqual([
    expect.objectContaining({
      grantId,
      path: 'src/a.ts',
      holder: 'Ada',
      agent: 'Ada',
      intent: 'Rename it',
      expiresAt: expect.stringContaining('T'),
    }),
  ]);
  expect((await cli.run(['locks', 'list'])).stdout).toContain('Rename it');
});

test('another agent is refused with exit 3 and learns who holds it and why', async () => {
  await acquire('src/a.ts', '--agent', 'Ada', '--intent', 'Rename it');
  const end = await cli.run([
    'locks',
    'acquire',
    './src/../src/a.ts',
    '--agent',
    'Bob',
    '--wait',
    '0s',
    '--json',
  ]);
  expect(end.code).toBe(3);
  expect(end.json().error).toMatchObject({ code: 'lock_held', data: { holder: 'Ada', intent: 'Rename it' } });
});

test('an agent may ask again for what it holds; operators exclude each other', async () => {
  const first = await acquire('src/a.ts', '--agent', 'Ada');
  const second = await acquire('src/a.ts', '--agent', 'Ada');
  expect(second.fence).toBeGreaterThan(first.fence);
  await acquire('src/deep/b.ts');
  expect(await cli.run(['locks', 'acquire', 'src/deep/b.ts', '--wait', '0s'])).toMatchObject({ code: 3 });
});

test('paths count from where the command is called, and a folder covers all below it', async () => {
  await acquire('deep', '--cwd', 'src', '--agent', 'Ada');
  expect(await cli.run(['locks', 'acquire', 'src/deep/b.ts', '--wait', '0s'])).toMatchObject({ code: 3 });
  expect((await cli.run(['locks', 'list', 'src/deep/b.ts'])).stdout).toContain('src/deep/');
  expect((await cli.run(['locks', 'list', 'src/a.ts'])).stdout).toBe('No locks.\n');
});

test('shared locks stand beside each other and keep an exclusive one out', async () => {
  await acquire('src/a.ts', '--shared', '--agent', 'Ada');
  await acquire('src/a.ts', '--shared', '--agent', 'Bob');
  expect(await cli.run(['locks', 'acquire', 'src/a.ts', '--wait', '0s'])).toMatchObject({ code: 3 });
});

describe('release', () => {
  test('gives back by path or by grant', async () => {
    await acquire('src/a.ts', '--agent', 'Ada');
    const { grantId } = await acquire('src/deep/b.ts', '--agent', 'Ada');
    expect(await cli.run(['locks', 'release', 'src/a.ts', grantId, '--agent', 'Ada'])).toMatchObject({
      code: 0,
      stdout: 'Released src/a.ts.\nReleased src/deep/b.ts.\n',
    });
    expect((await cli.run(['locks'])).stdout).toBe('No locks.\n');
  });

  test('of what somebody else holds needs --force', async () => {
    await acquire('src/a.ts', '--agent', 'Ada');
    expect(await cli.run(['locks', 'release', 'src/a.ts', '--agent', 'Bob'])).toMatchObject({
      code: 3,
      stderr: expect.stringContaining('held by Ada'),
    });
    expect(await cli.run(['locks', 'release', 'src/a.ts', '--force', '--reason', 'Ada left'])).toMatchObject({
      code: 0,
      stdout: 'Took src/a.ts away from Ada.\n',
    });
    expect((await cli.run(['locks'])).stdout).toBe('No locks.\n');
  });

  test('of what nobody holds is not found', async () => {
    expect(await cli.run(['locks', 'release', 'src/a.ts'])).toMatchObject({ code: 4 });
  });
});

describe('run', () => {
  const script = (code: string): string[] => ['--', process.execPath, '-e', code];

  test('passes on output and exit code, tells the fence, and gives the lock back', async () => {
    const code = 'console.log(Number(process.env.AGENTCOORD_LOCK_FENCE) > 0); process.exit(7)';
    expect(await cli.run(['locks', 'run', 'src/a.ts', ...script(code)])).toMatchObject({
      code: 7,
      stdout: 'true\n',
    });
    expect((await cli.run(['locks'])).stdout).toBe('No locks.\n');
  });

  test('with --json the envelope has stdout for itself', async () => {
    const end = await cli.run(['locks', 'run', '--json', 'src/a.ts', ...script('console.log(5)')]);
    expect(end.json()).toMatchObject({ ok: true, data: { exitCode: 0, paths: ['src/a.ts'] } });
    expect(end.stderr).toBe('5\n');
  });

  test('a program that does not exist is told', async () => {
    expect(await cli.run(['locks', 'run', 'src/a.ts', '--', 'no-such-program'])).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('no such program'),
    });
  });

  test('keeps others out while the command runs', async () => {
    const running = cli.start([
      'locks',
      'run',
      'src/a.ts',
      ...script('console.log("in"); setInterval(() => {}, 1000)'),
    ]);
    await running.printed('stdout', 'in');
    expect(await cli.run(['locks', 'acquire', 'src/a.ts', '--wait', '0s'])).toMatchObject({ code: 3 });
    running.kill('SIGTERM');
    expect((await running.ended).code).toBe(143);
  });

  test('ends the command and all it started when the lock is taken away', async () => {
    const child =
      'require("node:child_process").spawn(process.execPath, ["-e", "setInterval(() => {}, 1000)"], { stdio: "inherit" })';
    const running = cli.start([
      'locks',
      'run',
      'src/a.ts',
      ...script(`${child}; console.log("in"); setInterval(() => {}, 1000)`),
    ]);
    await running.printed('stdout', 'in');
    await cli.run(['locks', 'release', 'src/a.ts', '--force']);
    // The grandchild holds the same pipe: that it closes shows that nothing is left.
    expect(await running.ended).toMatchObject({ code: 3, stderr: expect.stringContaining('was lost') });
  });

  test('Ctrl-C reaches the command, and the lock is given back', async () => {
    const code =
      'process.on("SIGINT", () => { require("node:fs").writeFileSync("heard", ""); process.exit() }); console.log("in"); setInterval(() => {}, 1000)';
    const running = cli.start(['locks', 'run', 'src/a.ts', ...script(code)]);
    await running.printed('stdout', 'in');
    running.kill('SIGINT');
    expect((await running.ended).code).toBe(130);
    await access(join(cli.folder, 'heard'));
    expect((await cli.run(['locks'])).stdout).toBe('No locks.\n');
  });
});
