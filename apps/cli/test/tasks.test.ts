import { describe, expect, test } from 'vitest';
import { setUpCli } from './support/cli.js';

const cli = setUpCli();

async function add(...args: string[]): Promise<string> {
  const end = await cli.run(['tasks', 'add', '--json', ...args]);
  expect(end.stderr).toBe('');
  return (end.json().data as { id: string }).id;
}

async function tasks(): Promise<Array<Record<string, unknown>>> {
  return ((await cli.run(['tasks', 'list', '--json'])).json().data as { tasks: never }).tasks;
}

test('a task is stored with everything it was given', async () => {
  const first = await add('First');
  const id = await add(
    ...['Second', '--description', 'in full', '--priority', '5', '--tag', 'a,b', '--tag', 'c'],
    ...[
      '--requires',
      'gpu',
      '--depends-on',
      first,
      '--max-attempts',
      '7',
      '--payload',
      '{"file": "src/a.ts"}',
    ],
    ...['--command', 'npm test', '--verify', 'npm run lint', '--dedupe-key', 'k', '--agent', 'Ada'],
  );
  const shown = (await cli.run(['tasks', 'show', id, '--json'])).json().data;
  expect(shown).toMatchObject({
    id,
    title: 'Second',
    description: 'in full',
    priority: 5,
    tags: ['a', 'b', 'c'],
    requires: ['gpu'],
    dependsOn: [first],
    maxAttempts: 7,
    payload: { file: 'src/a.ts', command: 'npm test', verify: 'npm run lint' },
    dedupeKey: 'k',
    createdBy: 'Ada',
    state: 'blocked',
    createdAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT/),
  });
});

test('a task that is delayed is scheduled', async () => {
  const id = await add('Later', '--delay', '1h');
  expect((await cli.run(['tasks', 'show', id, '--json'])).json().data).toMatchObject({
    state: 'scheduled',
    dueAt: expect.stringContaining('T'),
  });
});

test('the same unfinished work is not added twice', async () => {
  const id = await add('Once', '--dedupe-key', 'nightly');
  const again = await cli.run(['tasks', 'add', 'Twice', '--dedupe-key', 'nightly', '--json']);
  expect(again.json().data).toMatchObject({ id, status: 'duplicate' });
});

test('list filters by state and tag, and goes on after a page', async () => {
  await add('One', '--tag', 'x');
  const two = await add('Two', '--tag', 'y');
  await cli.run(['tasks', 'cancel', two]);
  const titles = async (...args: string[]) => {
    const { data } = (await cli.run(['tasks', 'list', '--json', ...args])).json();
    return (data as { tasks: Array<{ title: string }> }).tasks.map(({ title }) => title);
  };
  expect(await titles('--state', 'cancelled')).toEqual(['Two']);
  expect(await titles('--tag', 'x')).toEqual(['One']);
  const page = (await cli.run(['tasks', 'list', '--limit', '1', '--json'])).json().data as { cursor: string };
  expect(await titles('--cursor', page.cursor)).toEqual(['Two']);
});

test('the table has a row for each task and no colours in a pipe', async () => {
  const id = await add('Fix the \u202elogin', '--priority', '4');
  const { stdout } = await cli.run(['tasks']);
  expect(stdout).toMatch(new RegExp(`^TASK .*\\n${id} +ready +4 +0/3 .*Fix the login\\n$`));
});

test('the end of an id is enough, unless it names several', async () => {
  const id = await add('One');
  expect((await cli.run(['tasks', 'show', id.slice(-8)])).stdout).toContain(id);
  await add('Other', '--id', 'ticket-1');
  await add('Another', '--id', 'ticket-2');
  const { code, stderr } = await cli.run(['tasks', 'show', 'ticket']);
  expect({ code, stderr }).toEqual({ code: 2, stderr: expect.stringContaining('ticket-1, ticket-2') });
});

test('cancel ends tasks, and says when it was too late', async () => {
  const id = await add('Gone');
  const first = await cli.run(['tasks', 'cancel', id, '--reason', 'not needed', '--agent', 'Ada']);
  expect(first).toMatchObject({ code: 0, stdout: `Cancelled ${id}.\n` });
  expect((await cli.run(['tasks', 'show', id])).stdout).toContain('not needed');
  expect(await cli.run(['tasks', 'cancel', id])).toMatchObject({
    code: 3,
    stdout: `Too late: ${id} is cancelled.\n`,
  });
});

test('retry brings a cancelled task back, and refuses one that has not ended', async () => {
  const id = await add('Again');
  expect((await cli.run(['tasks', 'retry', id])).code).toBe(3);
  await cli.run(['tasks', 'cancel', id]);
  expect(await cli.run(['tasks', 'retry', id])).toMatchObject({ code: 0, stdout: `${id} is ready again.\n` });
});

test('wait exits 1 for a task that was cancelled, and shows it', async () => {
  const id = await add('Cancelled');
  await cli.run(['tasks', 'cancel', id]);
  expect(await cli.run(['tasks', 'wait', id])).toMatchObject({
    code: 1,
    stdout: expect.stringContaining('cancelled'),
  });
});

test('wait gives up after its timeout', async () => {
  const id = await add('Never');
  expect(await cli.run(['tasks', 'wait', id, '--timeout', '50ms'])).toMatchObject({ code: 1 });
});

describe('refused with exit 2, and nothing is stored:', () => {
  const big = JSON.stringify({ text: 'x'.repeat(1024 * 1024) });
  test.each([
    ['priority 9', ['x', '--priority', '9'], 'priority'],
    ['an empty title', [''], 'title'],
    ['a title of two lines', ['a\nb'], 'title'],
    ['a tag with a space', ['x', '--tag', 'a b'], 'tags[0]'],
    ['an unknown dependency', ['x', '--depends-on', 'task_missing'], 'task_missing'],
    ['a dependency on itself', ['x', '--id', 'me', '--depends-on', 'me'], 'itself'],
    ['a payload that is no JSON', ['x', '--payload', '{oops'], '--payload'],
    ['a payload that is no object', ['x', '--payload', '[1]'], '--payload'],
    ['a command that is named twice', ['x', '--command', 'a', '--payload', '{"command":"b"}'], 'twice'],
    ['a delay that is none', ['x', '--delay', 'soon'], 'delay'],
    ['no title', [], 'title'],
  ])('%s', async (_what, args, hint) => {
    const { code, stderr } = await cli.run(['tasks', 'add', ...args]);
    expect({ code, stderr }).toEqual({ code: 2, stderr: expect.stringContaining(hint) });
    expect(await tasks()).toEqual([]);
  });

  test('a payload of 1 MiB', async () => {
    const { code, stderr } = await cli.run(['tasks', 'import', '-'], {
      stdin: JSON.stringify({ title: 'x', payload: JSON.parse(big) }),
    });
    expect({ code, stderr }).toEqual({ code: 2, stderr: expect.stringContaining('262144') });
    expect(await tasks()).toEqual([]);
  });
});

describe('import', () => {
  test('stores every line, and keys name tasks of other lines', async () => {
    const lines = [
      { key: 'b', title: 'B', dependsOn: ['a'] },
      { key: 'a', title: 'A', tags: ['t'] },
    ];
    const stdin = `${lines.map((line) => JSON.stringify(line)).join('\n\n')}\n`;
    const end = await cli.run(['tasks', 'import', '-', '--agent', 'Ada'], { stdin });
    expect(end).toMatchObject({ code: 0, stdout: 'Imported 2 tasks.\n', stderr: '' });
    const [b, a] = await tasks();
    expect(b).toMatchObject({ title: 'B', state: 'blocked', dependsOn: [a?.id], createdBy: 'Ada' });
  });

  test.each([
    ['broken JSON', '{"title": "ok"}\n{"title": ', 'line 2'],
    ['a field that is wrong', '{"title": "ok"}\n\n{"title": "x", "priority": 9}', 'line 3'],
    ['tags that are no text', '{"title": "ok"}\n{"title": "x", "tags": [7]}', 'line 2'],
    ['an unknown field', '{"title": "x", "prio": 3}', 'line 1'],
    ['a dependency on nothing', '{"title": "ok"}\n{"title": "x", "dependsOn": ["nothing"]}', 'line 2'],
    [
      'dependencies in a circle',
      '{"key":"a","title":"a","dependsOn":["b"]}\n{"key":"b","title":"b","dependsOn":["a"]}',
      'a →',
    ],
    ['no task at all', '\n \n', 'no task'],
  ])('refuses a file with %s whole, with exit 2', async (_what, stdin, hint) => {
    const { code, stderr } = await cli.run(['tasks', 'import', '-'], { stdin });
    expect({ code, stderr }).toEqual({ code: 2, stderr: expect.stringContaining(hint) });
    expect(await tasks()).toEqual([]);
  });

  test('a file that is not there is not found', async () => {
    expect(await cli.run(['tasks', 'import', 'nowhere.jsonl'])).toMatchObject({ code: 4 });
  });
});
