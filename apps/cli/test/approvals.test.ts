import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { SigningKey } from '@agentcoord/core';
import { describe, expect, test } from 'vitest';
import { type RunningCli, setUpCli } from './support/cli.js';

const cli = setUpCli();
const ada = { environment: { AGENTCOORD_AGENT_ID: 'Ada' } };

interface Shown {
  id: string;
  status: string;
  hash: string;
  by?: string;
  votes: Array<{ authority: string }>;
  warnings: string[];
}

/** A request that waits in a process of its own, and its id. */
async function waiting(...args: string[]): Promise<{ running: RunningCli; id: string }> {
  const running = cli.start(['request', 'deploy', '--json', ...args], ada);
  await running.printed('stderr', 'agentcoord approve ');
  const { approvals } = (await cli.run(['approvals', '--json'])).json().data as { approvals: Shown[] };
  return { running, id: approvals.at(-1)?.id ?? '' };
}

test.each([
  ['approve', 0, 'approved'],
  ['reject', 1, 'rejected'],
])('a request waits until somebody else says %s', async (verb, code, status) => {
  const { running, id } = await waiting('--description', 'Deploy v2.0', '--details', '{"version":"2.0"}');
  const decided = await cli.run([verb, id.slice(-8), '--reason', 'as agreed']);
  expect(decided).toMatchObject({ code: 0, stderr: '' });
  const ended = await running.ended;
  expect(ended.code).toBe(code);
  expect(ended.json().data).toMatchObject({ id, status, by: 'operator', reason: 'as agreed' });
});

test('who decides sees who asks, exactly what, the hash and the age', async () => {
  const { id } = await waiting(
    '--description',
    'Deploy v2.0',
    '--details',
    '{"version":"2.0"}',
    '--tag',
    'backend',
  );
  const shown = (await cli.run(['approvals', 'show', id, '--json'])).json().data as Shown;
  const { stdout } = await cli.run(['approve', id]);
  expect(stdout).toMatch(/^asked by +Ada$/m);
  expect(stdout).toMatch(/^asked +\S+ ago, \d{4}-/m);
  expect(stdout).toMatch(/^action +deploy$/m);
  expect(stdout).toMatch(/^tags +backend$/m);
  expect(stdout).toContain('  │ Deploy v2.0\n');
  expect(stdout).toContain('  │   "version": "2.0"\n');
  expect(stdout).toContain(`sha-256     ${shown.hash}\n`);
  expect(stdout).toContain(`Approved ${id} as operator.`);
});

test('text of the requester can neither move the cursor nor pass for a line of ours', async () => {
  const { id } = await waiting(
    '--description',
    'harmless\u001b[2K\u001b[1A\u009b2J\u202e\nstatus      approved by operator\r',
    '--details',
    '{"\\u001b]52;c;eA==\\u0007": "\\u200b\\u2066x"}',
  );
  for (const args of [['approvals'], ['approvals', 'show', id], ['approve', id]]) {
    const { stdout } = await cli.run(args);
    expect(stdout.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Cf}]/u);
    expect(stdout).not.toMatch(/^status +approved/m);
  }
  // Who decides sees that something was hidden, and what.
  const { stdout } = await cli.run(['approvals', 'show', id]);
  expect(stdout).toContain('harmless\\u{1b}[2K\\u{1b}[1A\\u{9b}2J\\u{202e}\n');
});

test('who asks cannot decide, nor can what was decided be decided again', async () => {
  const { running, id } = await waiting();
  expect(await cli.run(['approve', id], ada)).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('who asks never decides'),
  });
  expect(await cli.run(['approve', id, '--agent', 'ada'])).toMatchObject({ code: 2 });
  expect(await cli.run(['reject', id, '--reason', 'not today'])).toMatchObject({ code: 0 });
  const again = await cli.run(['approve', id, '--json']);
  expect(again.code).toBe(3);
  expect(again.json().error).toMatchObject({
    code: 'conflict',
    data: {
      status: 'rejected',
      by: 'operator',
      reason: 'not today',
      decidedAt: expect.stringContaining('T'),
    },
  });
  expect(await running.ended).toMatchObject({ code: 1 });
});

test('wrong input is told in the right way', async () => {
  expect(await cli.run(['approve', 'approval_00000000000000000000000000'])).toMatchObject({ code: 4 });
  expect(await cli.run(['reject', 'nothing like an id'])).toMatchObject({ code: 4 });
  expect(await cli.run(['request', 'deploy', '--timeout', 'soon'])).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('timeout must be'),
  });
  expect(await cli.run(['request', ''])).toMatchObject({ code: 2 });
  expect(await cli.run(['request', 'deploy', '--details', '[1]'])).toMatchObject({ code: 2 });
});

test('a request that nobody decides ends as denied', async () => {
  const end = await cli.run(['request', 'deploy', '--timeout', '300ms'], ada);
  expect(end).toMatchObject({ code: 1, stdout: expect.stringContaining('which is denied') });
  expect((await cli.run(['approvals'])).stdout).toBe('Nothing waits for approval.\n');
  expect((await cli.run(['approvals', '--all'])).stdout).toContain('expired');
});

test('a waiting command that was killed goes on with its id', async () => {
  const { running } = await waiting('--id', 'deploy-2.0');
  running.kill('SIGKILL');
  await running.ended;
  await cli.run(['approve', 'deploy-2.0']);
  const end = await cli.run(['request', 'deploy', '--id', 'deploy-2.0', '--json'], ada);
  expect(end.code).toBe(0);
  expect(end.json().data).toMatchObject({ status: 'approved' });
});

test('who asked takes it back', async () => {
  const { running, id } = await waiting();
  expect(await cli.run(['approvals', 'cancel', id])).toMatchObject({ code: 2 });
  expect(await cli.run(['approvals', 'cancel', id], ada)).toMatchObject({ code: 0 });
  expect((await running.ended).json().data).toMatchObject({ status: 'cancelled' });
});

describe('with the operator’s key', () => {
  const keyFile = (): string => join(cli.folder, 'config', 'agentcoord', 'operator.key');
  const operator = (): { environment: Record<string, string> } => ({
    environment: { XDG_CONFIG_HOME: join(cli.folder, 'config') },
  });

  async function initialised(): Promise<{ publicKey: string }> {
    const end = await cli.run(['init', '--json'], operator());
    expect(end.code).toBe(0);
    return (end.json().data as { operatorKey: { publicKey: string } }).operatorKey;
  }

  test('init makes it outside the repository, once, and pins the public half', async () => {
    const { publicKey } = await initialised();
    expect((await stat(keyFile())).mode & 0o777).toBe(0o600);
    const config = await readFile(join(cli.folder, '.agentcoord', 'config.json'), 'utf8');
    expect(JSON.parse(config)).toMatchObject({ operatorKeys: [publicKey] });
    expect(config).not.toContain('PRIVATE');
    expect((await initialised()).publicKey).toBe(publicKey);
    expect(await readFile(join(keyFile(), '..', '.gitignore'), 'utf8')).toBe('*\n');
    // Somebody else's clone: their key is not pinned by itself.
    const elsewhere = { environment: { XDG_CONFIG_HOME: join(cli.folder, 'other') } };
    const other = await cli.run(['init'], elsewhere);
    expect(other.stdout).toContain('This project pins keys of others');
    expect(await readFile(join(cli.folder, '.agentcoord', 'config.json'), 'utf8')).toBe(config);
  });

  test('an agent that runs init gets none', async () => {
    await cli.run(['init'], { environment: { ...operator().environment, AGENTCOORD_AGENT_ID: 'Ada' } });
    await expect(stat(keyFile())).rejects.toMatchObject({ code: 'ENOENT' });
  });

  test('a decision is signed, and counts only then', async () => {
    await initialised();
    const { running, id } = await waiting();
    const unsigned = await cli.run(['approve', id]);
    expect(unsigned).toMatchObject({ code: 2, stderr: expect.stringContaining('there is no operator key') });
    const stranger = { environment: { XDG_CONFIG_HOME: join(cli.folder, 'other') } };
    await cli.run(['init'], stranger);
    expect(await cli.run(['approve', id], stranger)).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('is not among them'),
    });
    // An agent never acts with the operator's key, even where it could read it.
    const asAgent = { environment: { ...operator().environment, AGENTCOORD_AGENT_ID: 'Bob' } };
    expect(await cli.run(['approve', id], asAgent)).toMatchObject({ code: 2 });
    const decided = await cli.run(['approve', id, '--json'], operator());
    expect((decided.json().data as Shown).votes).toMatchObject([{ authority: 'operator' }]);
    expect(await running.ended).toMatchObject({ code: 0 });
  });

  test('a coordinator decides what the operator delegated to it, and nothing else', async () => {
    await initialised();
    const key = join(cli.folder, 'cto.key');
    const delegate = ['approvals', 'delegate', 'CTO', '--key', key, '--action', 'deploy*', '--for', '1h'];
    expect(await cli.run(delegate, operator())).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('CTO may decide deploy* until '),
    });
    const { running, id } = await waiting();
    const decided = await cli.run(['approve', id, '--agent', 'CTO', '--key', key, '--json']);
    expect((decided.json().data as Shown).votes).toMatchObject([{ authority: 'delegate' }]);
    expect(await running.ended).toMatchObject({ code: 0 });
    const other = cli.start(['request', 'delete', '--id', 'delete-1'], ada);
    await other.printed('stderr', 'agentcoord approve');
    expect(await cli.run(['approve', 'delete-1', '--agent', 'CTO', '--key', key])).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('does not cover this action'),
    });
    expect(
      await cli.run(delegate, { environment: { ...operator().environment, AGENTCOORD_AGENT_ID: 'CTO' } }),
    ).toMatchObject({
      code: 2,
    });
    const { publicKey } = SigningKey.create();
    const both = [...delegate, '--public-key', publicKey];
    expect(await cli.run(both, operator())).toMatchObject({ code: 2 });
  });
});
