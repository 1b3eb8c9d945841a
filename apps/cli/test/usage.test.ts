import { describe, expect, test } from 'vitest';
import { setUpCli } from './support/cli.js';

const cli = setUpCli();

test('help names every command and the exit codes, and needs no store', async () => {
  const { code, stdout, stderr } = await cli.run(['--help'], {
    environment: { AGENTCOORD_HOME: '/dev/null/x' },
  });
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  for (const name of [
    'init',
    'status',
    'hung',
    'tasks',
    'locks',
    'spawn',
    'workers',
    'stop',
    'worker',
    'events',
    'request',
    'approvals',
    'approve',
    'reject',
    'audit',
    'failover',
    'demo',
  ]) {
    expect(stdout).toMatch(new RegExp(`^  ${name} `, 'm'));
  }
  expect(stdout).toContain('Exit codes: 0 ok');
});

test('the help of a command shows its options and the global ones', async () => {
  const { code, stdout } = await cli.run(['tasks', 'add', '--help']);
  expect(code).toBe(0);
  expect(stdout).toContain('--depends-on <id>');
  expect(stdout).toContain('--namespace <name>');
});

test('the version is that of the package', async () => {
  const { code, stdout } = await cli.run(['--version']);
  expect({ code, stdout }).toEqual({ code: 0, stdout: expect.stringMatching(/^\d+\.\d+\.\d+\n$/) });
});

describe('wrong usage is told with exit 2:', () => {
  test.each([
    ['an unknown command, with the one that was meant', ['statsu'], 'status'],
    ['an unknown command of a group', ['tasks', 'lst'], 'list'],
    [
      'an unknown option, with the one that was meant',
      ['tasks', 'add', 'x', '--prioriti', '3'],
      '--priority',
    ],
    ['an unknown flag of a quick command', ['status', '--al'], '--all'],
    ['a missing argument', ['tasks', 'show'], 'id'],
    ['an argument too many', ['status', 'now'], 'arguments'],
    ['an option without its value', ['tasks', 'list', '--limit'], '--limit'],
    ['a number that is none', ['tasks', 'list', '--limit', 'ten'], '--limit'],
    ['a limit out of range', ['tasks', 'list', '--limit', '0'], '1 to 1000'],
    ['a duration that is none', ['stop', '--all', '--grace', 'soon'], '--grace'],
    ['a state that does not exist', ['tasks', 'list', '--state', 'done'], 'completed'],
    ['a command to run that is missing', ['locks', 'run', 'src/a.ts'], '--'],
    ['nobody to stop', ['stop'], '--all'],
    ['transcripts that are missing', ['worker', '--llm', '--provider', 'replay'], '--transcripts'],
  ])('%s', async (_what, args, hint) => {
    const { code, stdout, stderr } = await cli.run(args);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain(hint);
  });
});

test('with --json an error is an envelope on stdout, and its text is on stderr', async () => {
  const end = await cli.run(['tasks', 'show', '--json', 'task_nowhere']);
  expect(end.code).toBe(4);
  expect(end.json()).toEqual({
    version: 1,
    command: 'tasks show',
    ok: false,
    error: {
      code: 'not_found',
      message: expect.stringContaining('task_nowhere'),
      data: { taskId: 'task_nowhere' },
    },
  });
  expect(end.stderr).toContain('agentcoord tasks show: There is no task');
});

test('text of arguments comes back without control bytes', async () => {
  const { code, stderr } = await cli.run(['tasks', 'show', 'a\u001b]52;c;x\u0007\u202e']);
  expect(code).not.toBe(0);
  // biome-ignore lint/suspicious/noControlCharactersInRegex: that is what is looked for
  expect(stderr).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202e]/);
});
