import { access, readFile, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createCommandEngine, type EngineOutcome, runAssignment } from '../src/index.js';
import { type Setting, setUp, task } from './support/setting.js';
import { hasAppeared, isAlive, isGone } from './support/watch.js';

const SECRETS = {
  PATH: process.env.PATH,
  ANTHROPIC_API_KEY: 'sk-ant-canary-0123456789',
  REDIS_URL: 'redis://:canary-password@localhost:6379',
  AGENTCOORD_OPERATOR_KEY: 'canary-operator-key',
  DATABASE_URL: 'postgres://me:canary-database@db/app',
  GITHUB_TOKEN: 'canary-github-token',
  HARMLESS: 'plain',
};

function run(setting: Setting, payload: Parameters<typeof task>[0], options = {}): Promise<EngineOutcome> {
  const engine = createCommandEngine({ environment: SECRETS, grace: 200, ...options });
  return runAssignment(task(payload), setting.context, { engines: [engine], environment: SECRETS });
}

describe('a command task', () => {
  it('is done when its command ends with 0, with output and exit code as its result', async () => {
    const outcome = await run(await setUp(), { command: 'echo out; echo err >&2' });
    expect(outcome).toMatchObject({
      status: 'done',
      exitCode: 0,
      usage: null,
      output: { exitCode: 0, stdout: 'out\n', stderr: 'err\n', stdoutBytes: 4 },
    });
  });

  it('fails when its command does not end with 0, and keeps output and exit code', async () => {
    const outcome = await run(await setUp(), { command: 'echo what went wrong >&2; exit 3' });
    expect(outcome).toMatchObject({
      status: 'failed',
      exitCode: 3,
      retryable: true,
      output: { exitCode: 3 },
    });
    expect(outcome.status === 'failed' && outcome.error.message).toContain('what went wrong');
  });

  it('is not tried again when there is no such command', async () => {
    const outcome = await run(await setUp(), { command: 'no-such-program-anywhere' });
    expect(outcome).toMatchObject({ status: 'failed', exitCode: 127, retryable: false });
  });

  it('tells a death by signal from an exit', async () => {
    const outcome = await run(await setUp(), { command: 'kill -s KILL $$' });
    expect(outcome).toMatchObject({ status: 'failed', exitCode: 137, output: { killedBy: 'SIGKILL' } });
  });

  it('runs in a folder of the workspace, with the variables of the task', async () => {
    const setting = await setUp({ 'sub/file.txt': 'here' });
    const command = 'cat file.txt; echo " $GREETING $AGENTCOORD_TASK_ID $AGENTCOORD_TASK_ATTEMPT"';
    const outcome = await run(setting, { command, cwd: 'sub', env: { GREETING: 'hello' } });
    expect(outcome).toMatchObject({ status: 'done', output: { stdout: 'here hello task_1 1\n' } });
  });

  it('refuses a folder outside the workspace, also behind a link', async () => {
    const setting = await setUp();
    await symlink('/tmp', join(setting.root, 'link'));
    for (const cwd of ['..', '/tmp', 'link', 'missing', 'a/../../b']) {
      const outcome = await run(setting, { command: 'pwd', cwd });
      expect(outcome.status, cwd).toBe('failed');
    }
  });

  it('keeps the beginning and the end of a long output and says what was left out', async () => {
    const outcome = await run(await setUp(), {
      command: 'echo first; head -c 3000000 /dev/zero | tr "\\0" x; echo; echo last',
    });
    const { stdout, stdoutBytes } = outcome.output as { stdout: string; stdoutBytes: number };
    expect(stdoutBytes).toBe(3_000_012);
    expect(Buffer.byteLength(JSON.stringify(outcome.output))).toBeLessThan(48 * 1024);
    expect(stdout.startsWith('first\n')).toBe(true);
    expect(stdout.endsWith('last\n')).toBe(true);
    expect(stdout).toMatch(/left out/);
  });

  it('fits into a task result even when every character is escaped', async () => {
    const outcome = await run(await setUp(), { command: 'head -c 200000 /dev/zero | tr "\\0" "\\""' });
    expect(Buffer.byteLength(JSON.stringify(outcome.output))).toBeLessThan(48 * 1024);
  });
});

describe('the environment of a command', () => {
  it('has no keys, tokens, passwords nor variables of AgentCoord', async () => {
    const outcome = await run(await setUp(), { command: 'env' });
    const { stdout } = outcome.output as { stdout: string };
    expect(stdout).toContain('HARMLESS=plain');
    expect(stdout).not.toContain('canary');
  });

  it('has a secret that the operator named', async () => {
    const command = 'test "$GITHUB_TOKEN" = canary-github-token';
    expect(await run(await setUp(), { command })).toMatchObject({ status: 'failed' });
    expect(await run(await setUp(), { command }, { passEnvironment: ['GITHUB_TOKEN'] })).toMatchObject({
      status: 'done',
    });
  });

  it('never shows a held-back secret in the outcome or in a note, wherever the command got it from', async () => {
    const setting = await setUp({ 'leak.txt': Object.values(SECRETS).join('\n') });
    const outcome = await run(setting, {
      command: 'cat leak.txt; cat leak.txt >&2; exit 1',
      verify: 'cat leak.txt; exit 1',
    });
    expect(JSON.stringify([outcome, setting.notes])).not.toContain('canary');
    expect(outcome.status === 'failed' && outcome.error.message).not.toContain('canary');
  });
});

describe('a stopped command', () => {
  it('ends with its whole process group, also what it left in the background', async () => {
    const setting = await setUp();
    const command = 'sleep 1000 & echo $! > background.pid; sleep 1000 & echo $! > second.pid; wait';
    const running = run(setting, { command });
    const pids = await Promise.all(['background.pid', 'second.pid'].map((name) => pidIn(setting, name)));
    setting.stop.abort(new Error('cancelled'));
    expect(await running).toMatchObject({ status: 'failed', error: { code: 'aborted' } });
    expect(pids.map(isAlive)).toEqual([false, false]);
  });

  it('is killed when it ignores the request to end', async () => {
    const setting = await setUp();
    const running = run(setting, {
      command: 'trap "" TERM; echo $$ > shell.pid; while :; do sleep 0.05; done',
    });
    const pid = await pidIn(setting, 'shell.pid');
    setting.stop.abort();
    await running;
    expect(isAlive(pid)).toBe(false);
  });

  it('may clean up before it ends', async () => {
    const setting = await setUp();
    const command =
      'trap "echo cleaned > cleaned.txt; exit 0" TERM; echo $$ > shell.pid; while :; do sleep 0.02; done';
    const running = run(setting, { command }, { grace: '10s' });
    await pidIn(setting, 'shell.pid');
    setting.stop.abort();
    await running;
    expect(await readFile(join(setting.root, 'cleaned.txt'), 'utf8')).toBe('cleaned\n');
  });

  it.runIf(process.platform === 'linux')('takes along a descendant that left its process group', async () => {
    const setting = await setUp();
    const running = run(setting, {
      command: "setsid sh -c 'echo $$ > daemon.pid; exec sleep 1000' & wait; sleep 1000",
    });
    const pid = await pidIn(setting, 'daemon.pid');
    setting.stop.abort();
    await running;
    await isGone(pid);
  });

  it('keeps what it had printed', async () => {
    const setting = await setUp();
    const running = run(setting, { command: 'echo so far; echo $$ > shell.pid; sleep 1000' });
    await pidIn(setting, 'shell.pid');
    setting.stop.abort();
    expect(await running).toMatchObject({ status: 'failed', output: { stdout: 'so far\n' } });
  });

  it('is stopped by its own timeout, and says so', async () => {
    const outcome = await run(await setUp(), { command: 'sleep 1000', timeout: '100ms' });
    expect(outcome).toMatchObject({ status: 'failed', retryable: true, error: { code: 'timeout' } });
  });

  it('does not begin when the task was already cancelled', async () => {
    const setting = await setUp();
    setting.stop.abort();
    expect(await run(setting, { command: 'touch began' })).toMatchObject({
      status: 'failed',
      error: { code: 'aborted' },
    });
    await expect(access(join(setting.root, 'began'))).rejects.toThrow();
  });
});

describe('what a finished command left running', () => {
  it('has ended before the task is done', async () => {
    const setting = await setUp();
    const outcome = await run(setting, { command: 'sleep 1000 & echo $! > background.pid' });
    expect(outcome.status).toBe('done');
    expect(isAlive(await pidIn(setting, 'background.pid'))).toBe(false);
  });
});

describe('the verification of a command task', () => {
  it('must pass for the task to be done', async () => {
    const setting = await setUp();
    expect(await run(setting, { command: 'echo 1 > made', verify: 'test -f made' })).toMatchObject({
      status: 'done',
    });
    const failed = await run(setting, {
      command: 'true',
      verify: { command: 'echo is missing; test -f other' },
    });
    expect(failed).toMatchObject({
      status: 'failed',
      retryable: true,
      error: { code: 'verify_failed', data: { exitCode: 1 } },
    });
    expect(failed.status === 'failed' && failed.error.message).toContain('is missing');
  });

  it('does not run when the command failed', async () => {
    const setting = await setUp();
    await writeFile(join(setting.root, 'log'), '');
    await run(setting, { command: 'exit 1', verify: 'echo ran >> log' });
    expect(await readFile(join(setting.root, 'log'), 'utf8')).toBe('');
  });

  it('has a timeout of its own', async () => {
    const outcome = await run(await setUp(), {
      command: 'true',
      verify: { command: 'sleep 1000', timeout: 100 },
    });
    expect(outcome).toMatchObject({ status: 'failed', error: { code: 'verify_failed' } });
    expect(outcome.status === 'failed' && outcome.error.message).toContain('ran longer than 100ms');
  });
});

async function pidIn(setting: Setting, name: string): Promise<number> {
  return Number(await hasAppeared(join(setting.root, name)));
}
