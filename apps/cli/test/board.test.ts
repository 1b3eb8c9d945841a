import { describe, expect, test } from 'vitest';
import { harmful } from '../../../packages/core/test/support/harmful-characters.js';
import { TERMINAL_PAYLOADS } from '../../../packages/core/test/support/terminal-payloads.js';
import {
  describeReceipt,
  renderFound,
  renderInboxMessage,
  renderThread,
  renderThreads,
} from '../src/output/board-text.js';
import { createPaint } from '../src/output/paint.js';
import { type CliEnd, setUpCli } from './support/cli.js';

const cli = setUpCli();

type Sent = { id: string; thread: string; status: string; deliveries: object[]; undelivered: object[] };

async function post(...args: string[]): Promise<Sent> {
  const end = await cli.run(['board', 'post', '--json', ...args]);
  expect(end.stderr).toBe('');
  return end.json().data as Sent;
}

const dataOf = (end: CliEnd): Record<string, never> => end.json().data;

test('a thread is posted, answered, shown, resolved and reopened', async () => {
  const { thread } = await post(
    ...['Login is ready', 'Two lines,\nin full.', '--priority', 'high', '--tag', 'auth,web'],
    ...['--task', 'task-1', '--file', 'src/a.ts', '--agent', 'Ada'],
  );
  const reply = await cli.run(['board', 'reply', thread.slice(-8), '-', '--agent', 'Bob'], {
    stdin: 'Looks\ngood.\n',
  });
  expect(reply.code).toBe(0);
  expect(reply.stdout).toMatch(/^Posted post_\w+ in thread_\w+, to Ada\.\n$/);
  const shown = await cli.run(['board', 'show', thread]);
  expect(shown.stdout).toMatch(
    /^Login is ready\nthread_\w+ {2}open · priority high · tags auth, web · tasks task-1 · files src\/a\.ts\n/,
  );
  expect(shown.stdout).toMatch(
    /#1 Ada opened it .*\n {2}Two lines,\n {2}in full\.\n\n#2 Bob replied .*\n {2}\(to Ada\)\n {2}Looks\n {2}good\.\n$/,
  );
  expect((await cli.run(['board', 'resolve', thread, 'Merged.'])).stdout).toBe(
    `Resolved ${thread} (Login is ready).\n`,
  );
  expect((await cli.run(['board'])).stdout).toBe('No open threads.\n');
  const listed = dataOf(await cli.run(['board', 'list', '--state', 'resolved', '--json']));
  expect(listed.threads).toMatchObject([
    {
      id: thread,
      state: 'resolved',
      resolvedBy: 'operator',
      replies: 1,
      createdAt: expect.stringMatching(/^\d{4}-.*Z$/),
    },
  ]);
  expect((await cli.run(['board', 'reopen', thread])).code).toBe(0);
  expect((await cli.run(['board', 'list'])).stdout).toContain(thread);
});

test('a recipient that is not there is no success: exit 1, and it says why', async () => {
  const end = await cli.run(['board', 'post', 'T', 'M', '--to', 'Nobody', '--to', 'everyone']);
  expect(end.code).toBe(1);
  expect(end.stdout).toMatch(
    /NOT delivered to Nobody: no agent is named Nobody\.\nNOT delivered to everyone: there is no other living agent\.\n$/,
  );
  const mentioned = await cli.run(['board', 'post', 'T', 'Ask @Nobody.', '--to', 'operator', '--json']);
  expect(mentioned.code).toBe(0);
  expect(dataOf(mentioned)).toMatchObject({
    status: 'partly_sent',
    deliveries: [{ agent: 'operator', state: 'sent' }],
  });
});

test('the inbox shows what is for who acts, and takes an acknowledgement', async () => {
  const { id } = await post('Stop', 'Please stop.', '--to', 'operator', '--acknowledge', '--agent', 'Ada');
  await post('By the way', 'Hello, @operator.', '--agent', 'Ada');
  const looked = await cli.run(['inbox', '--of', 'operator', '--agent', 'Ada']);
  expect(looked.stdout).toContain('Please stop.');
  const first = await cli.run(['inbox', '--read']);
  expect(first.stdout).toMatch(new RegExp(`^${id} {2}acknowledge {2}Stop\\n#1 Ada opened it`));
  expect(first.stdout).toContain('Hello, @operator.');
  const second = dataOf(await cli.run(['inbox', '--json']));
  expect(second.messages).toMatchObject([{ id, state: 'read' }]);
  const third = await cli.run(['inbox', '--acknowledge', id.slice(-6)]);
  expect(third.stdout).toBe(`Acknowledged ${id}.\nNothing new for operator.\n`);
  const states = await cli.run(['board', 'show', id, '--deliveries', '--agent', 'Ada']);
  expect(states.stdout).toContain('(operator acknowledged)');
  const json = dataOf(await cli.run(['board', 'show', id, '--deliveries', '--json']));
  expect(json.deliveries).toEqual({ [id]: [{ agent: 'operator', state: 'acknowledged' }] });
  expect((await cli.run(['inbox', '--peek', '--read'])).code).toBe(2);
});

test('search finds replies, and watch prints JSON Lines until it is interrupted', async () => {
  const { thread } = await post('Deploy', 'Version 2 is out.');
  await cli.run(['board', 'reply', thread, 'The rollback is ready as well.']);
  const found = dataOf(await cli.run(['board', 'search', 'ROLLBACK', 'ready', '--json']));
  expect(found).toMatchObject({ complete: true, posts: [{ thread, sequence: 2 }] });
  expect((await cli.run(['board', 'search', 'nowhere'])).stdout).toBe('Nothing found.\n');
  const watching = cli.start(['board', 'watch', '--after', '1', '--json']);
  await watching.printed('stdout', 'rollback');
  await cli.run(['board', 'reply', thread, 'Seen.']);
  await watching.printed('stdout', 'Seen.');
  watching.kill('SIGINT');
  const { stdout, code } = await watching.ended;
  expect(code).toBe(130);
  expect(
    stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line).data.sequence),
  ).toEqual([2, 3]);
});

test('sending twice with one id is one message, another message with it a conflict', async () => {
  const args = ['Release', 'Version 2', '--id', 'release-2'];
  expect(await post(...args)).toEqual(await post(...args));
  const other = await cli.run(['board', 'post', 'Release', 'Version 3', '--id', 'release-2', '--json']);
  expect(other.code).toBe(3);
  expect(other.json().error.code).toBe('already_exists');
});

test.each([
  [['board', 'show', 'nothing'], 4, 'nothing'],
  [['board', 'reply', 'thread_nothing', 'M'], 4, 'thread_nothing'],
  [['board', 'resolve', 'thread_nothing'], 4, 'thread_nothing'],
  [['inbox', '--acknowledge', 'nothing'], 4, 'nothing'],
  [['board', 'post', 'T', ''], 2, 'message must be'],
  [['board', 'post', '', 'M'], 2, 'title must be'],
  [['board', 'post', 'T', 'M', '--priority', 'urgent'], 2, 'priority must be one of high, normal, low'],
  [['board', 'post', 'T', 'M', '--expires', 'soon'], 2, 'expires must be'],
  [['board', 'list', '--state', 'closed'], 2, '--state must be'],
  [['board', 'search', '***'], 2, 'words must be'],
])('%j ends with %i and says what is wrong', async (args, code, part) => {
  const end = await cli.run(args);
  expect(end.code).toBe(code);
  expect(end.stderr).toContain(part);
});

test('a message of 1 MiB is refused with its limit, and stores nothing', async () => {
  const end = await cli.run(['board', 'post', 'T', '-'], { stdin: 'x'.repeat(1024 * 1024) });
  expect(end.code).toBe(2);
  expect(end.stderr).toMatch(/message has \d+ characters; the limit is 65536/);
  expect((await cli.run(['board', 'list'])).stdout).toBe('No open threads.\n');
});

describe('text of others', () => {
  const all = TERMINAL_PAYLOADS.map(({ text }) => text).join('\n');

  test('reaches the screen without a control byte, whatever agents write', async () => {
    const args = ['board', 'post', 'All of them', '-', '--to', 'operator', '--json'];
    const thread = String(dataOf(await cli.run(args, { stdin: all })).thread);
    for (const args of [
      ['board', 'list'],
      ['board', 'show', thread],
      ['board', 'search', 'before'],
      ['inbox'],
    ]) {
      const { stdout, stderr, code } = await cli.run(args);
      expect(code).toBe(0);
      expect(harmful(stdout + stderr), args.join(' ')).toEqual([]);
    }
  });

  test.each(TERMINAL_PAYLOADS)('in every place it can stand loses what $what', async ({ text }) => {
    const paint = createPaint({}, {});
    const thread = {
      ...{ id: text, title: text, author: text, tags: [text], links: { tasks: [text], files: [text] } },
      ...{ priority: 'high', state: 'resolved', resolvedBy: text, sequence: 1, createdAt: 0, replies: 0 },
      ...{ participants: [], lastSequence: 1, lastAt: 0, lastAuthor: text },
    } as const;
    const message = {
      ...{ id: text, thread: text, title: text, message: text, author: text, to: [text], sequence: 1, at: 0 },
      ...{ kind: 'reply', acknowledge: true, state: 'sent', links: { files: [text] } },
      undelivered: [{ recipient: text, source: 'to', reason: text }],
    } as const;
    const receipt = { ...message, status: 'sent', deliveries: [{ agent: text, state: 'sent' }] } as const;
    const copy = structuredClone;
    const shown = [
      await renderThreads([copy(thread) as never], paint),
      renderThread(
        { thread: copy(thread), posts: [copy(message)], deliveries: { [text]: receipt.deliveries } } as never,
        paint,
      ),
      renderInboxMessage(copy(message) as never, paint),
      await renderFound([copy(message) as never], paint),
      describeReceipt(copy(receipt) as never),
    ];
    for (const part of shown) expect(harmful(part)).toEqual([]);
  });
});
