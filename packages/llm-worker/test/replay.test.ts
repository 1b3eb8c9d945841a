import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createLlmEngine, createReplayProvider, type ReplayBook, runAssignment } from '../src/index.js';
import { type Setting, setUp, task } from './support/setting.js';
import { tempFolder } from './support/temp-folder.js';

type Turns = ReplayBook['transcripts'][string]['turns'];

const book = (transcripts: Record<string, Turns>): ReplayBook => ({
  format: 'agentcoord-replay/1',
  transcripts: Object.fromEntries(Object.entries(transcripts).map(([name, turns]) => [name, { turns }])),
});
const call = (name: string, input: Record<string, unknown>) => ({ type: 'tool_use', name, input }) as const;
const edit = (path: string, old_text: string, new_text: string) =>
  call('edit_file', { path, old_text, new_text });
const finish = { content: [call('finish', { summary: 'Done.' })] };

function play(setting: Setting, turns: Turns, options: { holder?: string; payload?: object } = {}) {
  const engine = createLlmEngine({
    provider: createReplayProvider({ transcripts: book({ it: turns }) }),
    lockWait: 0,
  });
  const context = { ...setting.context, locks: setting.locks.for(options.holder ?? 'worker') };
  return runAssignment(task({ replay: 'it', ...options.payload }), context, { engines: [engine] });
}

describe('a replay', () => {
  it('does the recorded work on real files, and says everywhere that it is a replay', async () => {
    const setting = await setUp({ 'a.txt': 'one\n' });
    const outcome = await play(setting, [
      { content: [{ type: 'text', text: 'Reading.' }, call('read_file', { path: 'a.txt' })] },
      { expect: { tool: 'read_file', contains: 'one' }, content: [edit('a.txt', 'one', 'two')] },
      finish,
    ]);
    expect(outcome).toMatchObject({
      status: 'done',
      summary: '[replay] Done.',
      filesChanged: [{ path: 'a.txt', linesAdded: 1, linesRemoved: 1 }],
      usage: { provider: 'replay', inputTokens: 0, outputTokens: 0, estimated: false },
      output: { provider: 'replay', live: false },
    });
    expect(setting.notes.every((note) => note.startsWith('[replay] '))).toBe(true);
    expect(await readFile(join(setting.root, 'a.txt'), 'utf8')).toBe('two\n');
  });

  it('gives the same turns for every attempt', async () => {
    const turns: Turns = [{ content: [edit('a.txt', 'one', 'two')] }, finish];
    const outcomes = await Promise.all([1, 2].map(async () => play(await setUp({ 'a.txt': 'one' }), turns)));
    expect(outcomes[0]).toEqual(outcomes[1]);
  });

  it('mends its work after a failing verification, as recorded', async () => {
    const setting = await setUp({ 'a.txt': 'one\n' });
    const outcome = await play(
      setting,
      [
        { content: [edit('a.txt', 'one', 'tow'), call('finish', { summary: 'First.' })] },
        {
          expect: { tool: 'finish', isError: true, contains: ['Exit code 1', 'not two'] },
          content: [edit('a.txt', 'tow', 'two')],
        },
        finish,
      ],
      { payload: { verify: 'grep -q two a.txt || { echo not two; exit 1; }' } },
    );
    expect(outcome).toMatchObject({ status: 'done', output: { verifyRounds: 1 } });
  });

  it('leaves out a turn whose condition is not met', async () => {
    const turns: Turns = [
      { content: [call('read_file', { path: 'a.txt' })] },
      { when: { contains: 'old' }, content: [edit('a.txt', 'old', 'new')] },
      finish,
    ];
    const [old, fresh] = [await setUp({ 'a.txt': 'old' }), await setUp({ 'a.txt': 'new' })];
    expect((await play(old, turns)).filesChanged).toHaveLength(1);
    expect(await play(fresh, turns)).toMatchObject({ status: 'done', filesChanged: [] });
  });
});

describe('a replay in a world that differs from the recorded one', () => {
  const failure = async (turns: Turns, payload = {}): Promise<string> => {
    const setting = await setUp({ 'a.txt': 'one\n' });
    const outcome = await play(setting, turns, { payload });
    expect(outcome).toMatchObject({
      status: 'failed',
      retryable: false,
      error: { data: { reason: 'replay_mismatch' } },
    });
    expect(await readFile(join(setting.root, 'a.txt'), 'utf8')).toBe('one\n');
    return outcome.status === 'failed' ? outcome.error.message : '';
  };

  it('fails at the turn whose expectation is not met, and says what it saw', async () => {
    const read = { content: [call('read_file', { path: 'a.txt' })] };
    expect(await failure([read, { expect: { contains: 'two' }, ...finish }])).toMatch(
      /^Replay "it", turn 2 of 2: no result meets .*two.*It saw: read_file:.*one/s,
    );
    expect(await failure([read, { expect: [{ lacks: 'one' }], ...finish }])).toContain('turn 2');
    expect(await failure([read, { expect: { tool: 'search' }, ...finish }])).toContain('turn 2');
  });

  it('fails when a call fails and no turn speaks of it', async () => {
    expect(await failure([{ content: [edit('a.txt', 'none', 'x')] }, finish])).toContain(
      'edit_file failed, which was not expected',
    );
    expect(
      await failure([{ content: [call('finish', { summary: 'x' })] }, finish], { verify: 'false' }),
    ).toContain('finish failed');
  });

  it('fails when its turns end before the task, or the task before its turns', async () => {
    expect(await failure([{ content: [call('read_file', { path: 'a.txt' })] }])).toContain(
      'there is no turn left',
    );
    expect(await failure([finish, { content: [edit('a.txt', 'one', 'two')] }])).toContain(
      '1 of its turns were not played',
    );
  });
});

describe('a replay that meets a held lock', () => {
  it('repeats only the calls that were blocked, until the lock is free', async () => {
    const setting = await setUp({ 'a.txt': 'one\n', 'b.txt': 'one\n' });
    const signal = new AbortController().signal;
    const other = await setting.locks.for('other').lock(['b.txt'], { intent: 'busy', waitMs: 0, signal });
    const held = play(setting, [
      {
        content: [
          edit('a.txt', 'one', 'two'),
          edit('b.txt', 'one', 'two'),
          call('finish', { summary: 'Done.' }),
        ],
        onLockHeld: { wait: 1, times: 1000 },
      },
    ]);
    await expect.poll(() => setting.notes.some((note) => note.includes('repeat 70 of 1000'))).toBe(true);
    await other.release();
    expect(await held).toMatchObject({
      status: 'done',
      filesChanged: [{ path: 'a.txt' }, { path: 'b.txt' }],
    });
  });

  it('gives up after its repeats, undoes its work, and can be tried again', async () => {
    const setting = await setUp({ 'a.txt': 'one\n', 'b.txt': 'one\n' });
    const signal = new AbortController().signal;
    await setting.locks.for('other').lock(['b.txt'], { intent: 'busy', waitMs: 0, signal });
    const outcome = await play(setting, [
      {
        content: [edit('a.txt', 'one', 'two'), edit('b.txt', 'one', 'two')],
        onLockHeld: { wait: 1, times: 3 },
      },
      finish,
    ]);
    expect(outcome).toMatchObject({ status: 'failed', retryable: true, error: { code: 'lock_held' } });
    expect(await readFile(join(setting.root, 'a.txt'), 'utf8')).toBe('one\n');
  });

  it('can leave it to the next turn', async () => {
    const setting = await setUp({ 'b.txt': 'one\n' });
    const signal = new AbortController().signal;
    await setting.locks.for('other').lock(['b.txt'], { intent: 'busy', waitMs: 0, signal });
    const outcome = await play(setting, [
      { content: [edit('b.txt', 'one', 'two')], onLockHeld: { times: 0 } },
      {
        when: { isError: true, contains: 'lock_held' },
        content: [call('write_file', { path: 'c.txt', content: 'other' })],
      },
      finish,
    ]);
    expect(outcome).toMatchObject({ status: 'done', filesChanged: [{ path: 'c.txt' }] });
  });

  it('loses no edit when three workers change the same files at once', async () => {
    const setting = await setUp({ 'shared.txt': 'start\nend\n', 'other.txt': 'start\nend\n' });
    const append = (path: string, line: string) => edit(path, 'end\n', `${line}\nend\n`);
    const work = Array.from({ length: 12 }, (_, index) => {
      const files = index % 2 === 0 ? ['shared.txt', 'other.txt'] : ['other.txt', 'shared.txt'];
      const turns: Turns = [
        ...files.map((path) => ({
          content: [append(path, `task ${index}`)],
          onLockHeld: { wait: 1, times: 1000 },
        })),
        finish,
      ];
      return { turns, payload: { files } };
    });
    const workers = ['w1', 'w2', 'w3'].map(async (holder) => {
      for (let next = work.shift(); next; next = work.shift()) {
        const outcome = await play(setting, next.turns, { holder, payload: next.payload });
        expect(outcome.status).toBe('done');
      }
    });
    await Promise.all(workers);
    for (const path of ['shared.txt', 'other.txt']) {
      const lines = (await readFile(join(setting.root, path), 'utf8'))
        .split('\n')
        .filter((line) => line.startsWith('task'));
      expect(new Set(lines).size).toBe(12);
      expect(lines).toHaveLength(12);
    }
    expect(setting.locks.held()).toEqual([]);
  });
});

describe('transcripts', () => {
  const run = async (source: Parameters<typeof createReplayProvider>[0], more = {}) =>
    runAssignment(task({}, more), (await setUp()).context, {
      engines: [createLlmEngine({ provider: createReplayProvider(source) })],
    });

  it('are chosen by payload.replay, else by the slug of the title, from a file or a folder of files', async () => {
    const folder = await tempFolder({
      '1.json': JSON.stringify(book({ 'add-a-greeting': [finish] })),
      '2.json': JSON.stringify(book({ other: [finish] })),
      'readme.md': 'not read',
    });
    expect((await run({ path: folder })).status).toBe('done');
    expect((await run({ path: join(folder, '1.json') })).status).toBe('done');
    expect((await run({ path: folder }, { payload: { replay: 'other' } })).status).toBe('done');
  });

  it('that do not exist are named, with those that do', async () => {
    const outcome = await run({ transcripts: book({ one: [finish], two: [finish] }) });
    expect(outcome).toMatchObject({ status: 'failed', retryable: false, error: { code: 'not_found' } });
    expect(outcome.status === 'failed' && outcome.error.message).toMatch(/"add-a-greeting".*one, two/);
    expect(await run({ path: '/nowhere/at/all' })).toMatchObject({ error: { code: 'not_found' } });
  });

  it('are refused with the file and the place of each mistake', async () => {
    const mistakes: Array<[unknown, RegExp]> = [
      ['{', /JSON/],
      [{}, /format: .*transcripts: /],
      [{ format: 'agentcoord-replay/2', transcripts: {} }, /format/],
      [book({ a: [] }), /transcripts\.a\.turns/],
      [book({ a: [{ content: [] }] }), /transcripts\.a\.turns\.0\.content/],
      [{ ...book({ a: [finish] }), extra: 1 }, /extra/],
      [
        { format: 'agentcoord-replay/1', transcripts: { a: { turns: [{ content: [{ type: 'image' }] }] } } },
        /turns\.0\.content\.0\.type/,
      ],
      [
        {
          format: 'agentcoord-replay/1',
          transcripts: { a: { turns: [{ ...finish, onLockHeld: { wait: 'soon' } }] } },
        },
        /onLockHeld\.wait/,
      ],
      [
        {
          format: 'agentcoord-replay/1',
          transcripts: { a: { turns: [{ ...finish, expect: { containing: 'x' } }] } },
        },
        /expect/,
      ],
    ];
    for (const [content, expected] of mistakes) {
      const folder = await tempFolder({
        'bad.json': typeof content === 'string' ? content : JSON.stringify(content),
      });
      const outcome = await run({ path: folder });
      expect(outcome).toMatchObject({
        status: 'failed',
        retryable: false,
        error: { code: 'invalid_argument' },
      });
      const message = outcome.status === 'failed' ? outcome.error.message : '';
      expect(message).toContain(join(folder, 'bad.json'));
      expect(message).toMatch(expected);
    }
  });

  it('of one name in two files are a mistake', async () => {
    const folder = await tempFolder();
    for (const name of ['1.json', '2.json'])
      await writeFile(join(folder, name), JSON.stringify(book({ a: [finish] })));
    expect(await run({ path: folder })).toMatchObject({ error: { code: 'invalid_argument' } });
  });

  it('are plain data: nothing in them is filled in', async () => {
    const setting = await setUp();
    const content = `${'$'}{HOME} $HOME {{x}}`;
    await play(setting, [{ content: [call('write_file', { path: 'a.txt', content })] }, finish]);
    expect(await readFile(join(setting.root, 'a.txt'), 'utf8')).toBe(content);
  });
});
