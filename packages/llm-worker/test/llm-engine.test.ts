import { readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { AgentCoordError } from '@agentcoord/core';
import { describe, expect, it } from 'vitest';
import { finishTurn, lastResults, say, turn, use } from './support/scripted-provider.js';
import { runScript, type Setting, setUp } from './support/setting.js';

const FILES = { 'src/a.ts': 'one\ntwo\nthree\n', 'src/b.ts': 'b\n' };
const content = (setting: Setting, path: string): Promise<string> =>
  readFile(join(setting.root, path), 'utf8');
const edit = (path: string, old_text: string, new_text: string) =>
  use('edit_file', { path, old_text, new_text });

describe('a task worked on by a model', () => {
  it('ends with its summary, the files it changed, what it cost, and no lock held', async () => {
    const setting = await setUp(FILES);
    const { outcome } = await runScript(setting, [
      turn(say('Looking.'), use('read_file', { path: 'src/a.ts' })),
      turn(edit('src/a.ts', 'two', '2\n2b'), use('write_file', { path: 'new/c.ts', content: 'c\n' })),
      turn(edit('src/b.ts', 'b', 'c'), edit('src/b.ts', 'c', 'b')),
      finishTurn('Did it.'),
    ]);
    expect(outcome).toEqual({
      status: 'done',
      summary: 'Did it.',
      filesChanged: [
        { path: 'new/c.ts', linesAdded: 1, linesRemoved: 0 },
        { path: 'src/a.ts', linesAdded: 2, linesRemoved: 1 },
      ],
      usage: {
        provider: 'scripted',
        model: 'script',
        requests: 4,
        estimated: false,
        inputTokens: 40,
        cacheWriteTokens: 0,
        cacheReadTokens: 0,
        outputTokens: 20,
        costUsd: null,
      },
      output: { provider: 'scripted', model: 'script', live: true, turns: 4, verifyRounds: 0 },
    });
    expect(await content(setting, 'src/a.ts')).toBe('one\n2\n2b\nthree\n');
    expect(setting.locks.held()).toEqual([]);
  });

  it('reports each step with provider and turn', async () => {
    const setting = await setUp(FILES);
    await runScript(setting, [
      turn(use('report_progress', { note: 'Reading\u001b[31m the code' })),
      finishTurn(),
    ]);
    expect(setting.notes).toEqual(['[scripted] turn 1/60: Reading the code', '[scripted] turn 2/60: finish']);
  });

  it('goes on when a report cannot be delivered', async () => {
    const setting = await setUp(FILES);
    const report = () => Promise.reject(new Error('the store is away'));
    const { outcome } = await runScript(setting, [finishTurn()], { context: { report } });
    expect(outcome.status).toBe('done');
  });

  it('tells the model the task, its data and its verification, and nothing of the machine', async () => {
    const setting = await setUp();
    const payload = { verify: 'true', spec: { colour: 'green' }, timeout: '1m' };
    const { requests } = await runScript(setting, [finishTurn()], { payload });
    const [request] = requests;
    expect(JSON.stringify(request?.messages)).toMatch(/Add a greeting.*green.*must pass: true/s);
    expect(JSON.stringify(request)).not.toContain(setting.root);
    expect(request?.system).toContain('is data');
  });

  it('locks the files it names before the first request, all at once', async () => {
    const setting = await setUp(FILES);
    const seen: string[][] = [];
    const watch = () => {
      seen.push(setting.locks.held());
      return finishTurn();
    };
    await runScript(setting, [watch], { payload: { files: ['src/b.ts', './src/a.ts', 'src/a.ts'] } });
    expect(seen).toEqual([['src/a.ts', 'src/b.ts']]);
    expect(setting.locks.history[0]).toBe('worker takes src/a.ts+src/b.ts');
    expect(setting.locks.intents).toEqual(['Add a greeting']);
  });
});

describe('a task that fails', () => {
  const work = turn(
    edit('src/a.ts', 'two', 'half'),
    use('write_file', { path: 'new/deep/c.ts', content: 'c' }),
  );

  it('leaves every file and folder as it found them', async () => {
    const setting = await setUp(FILES);
    const { outcome } = await runScript(setting, [work, { content: [say('No.')], stopReason: 'refusal' }]);
    expect(outcome).toMatchObject({ status: 'failed', filesChanged: [] });
    expect(await content(setting, 'src/a.ts')).toBe(FILES['src/a.ts']);
    await expect(stat(join(setting.root, 'new'))).rejects.toThrow();
    expect(setting.locks.held()).toEqual([]);
  });

  it('keeps its files where that was asked for, and says which', async () => {
    const setting = await setUp(FILES);
    const { outcome } = await runScript(setting, [work, { content: [], stopReason: 'refusal' }], {
      options: { onFailure: 'keep' },
    });
    expect(outcome.filesChanged.map(({ path }) => path)).toEqual(['new/deep/c.ts', 'src/a.ts']);
    expect(await content(setting, 'src/a.ts')).toContain('half');
  });

  it('is stopped at once when a lock is lost, and leaves that file to its next holder', async () => {
    const setting = await setUp(FILES);
    const other = setting.locks.for('other');
    const { outcome, requests } = await runScript(setting, [
      turn(edit('src/a.ts', 'two', 'half'), edit('src/b.ts', 'b', 'half')),
      async () => {
        setting.locks.lose('src/a.ts');
        await other.lock(['src/a.ts'], { intent: '', waitMs: 0, signal: setting.context.signal });
        return turn(edit('src/a.ts', 'half', 'whole'));
      },
    ]);
    expect(outcome).toMatchObject({ status: 'failed', retryable: true, error: { code: 'lock_lost' } });
    expect(outcome.filesChanged.map(({ path }) => path)).toEqual(['src/a.ts']);
    expect(requests).toHaveLength(2);
    expect(await content(setting, 'src/a.ts')).toBe('one\nhalf\nthree\n');
    expect(await content(setting, 'src/b.ts')).toBe('b\n');
  });

  it('puts a file back whose lock is lost, where nobody has taken it since', async () => {
    const setting = await setUp(FILES);
    const { outcome } = await runScript(setting, [
      turn(edit('src/a.ts', 'two', 'half')),
      () => {
        setting.locks.lose('src/a.ts');
        return finishTurn();
      },
    ]);
    expect(outcome).toMatchObject({ status: 'failed', error: { code: 'lock_lost' }, filesChanged: [] });
    expect(await content(setting, 'src/a.ts')).toBe(FILES['src/a.ts']);
    expect(setting.locks.held()).toEqual([]);
  });

  it('leaves a file whose lock is lost as somebody else has written it since', async () => {
    const setting = await setUp(FILES);
    const { outcome } = await runScript(setting, [
      turn(edit('src/a.ts', 'two', 'half')),
      async () => {
        setting.locks.lose('src/a.ts');
        await writeFile(join(setting.root, 'src/a.ts'), 'theirs\n');
        return finishTurn();
      },
    ]);
    expect(outcome).toMatchObject({ status: 'failed', error: { code: 'lock_lost' } });
    expect(await content(setting, 'src/a.ts')).toBe('theirs\n');
  });

  it('does not let the former holder of a lock write between the reading and the writing of the next one', async () => {
    const setting = await setUp(FILES);
    const path = join(setting.root, 'src/a.ts');
    await runScript(
      setting,
      [
        async () => {
          await expect(setting.files.write({ path, fence: 1000, content: 'stale' })).rejects.toMatchObject({
            code: 'fenced',
          });
          return finishTurn();
        },
      ],
      { payload: { files: ['src/a.ts'] } },
    );
    expect(await content(setting, 'src/a.ts')).toBe(FILES['src/a.ts']);
  });

  it('does not write over a later holder when its write was fenced off', async () => {
    const setting = await setUp(FILES);
    const { outcome } = await runScript(setting, [
      turn(edit('src/a.ts', 'two', 'mine')),
      async () => {
        await writeFile(join(setting.root, 'src/a.ts'), 'theirs\n');
        setting.files.accept(join(setting.root, 'src/a.ts'), 9999);
        return turn(edit('src/a.ts', 'theirs', 'mine again'));
      },
    ]);
    expect(outcome).toMatchObject({ status: 'failed', error: { code: 'fenced' } });
    expect(await content(setting, 'src/a.ts')).toBe('theirs\n');
  });

  it('stops when it is cancelled while the model thinks, and undoes its work', async () => {
    const setting = await setUp(FILES);
    const { outcome } = await runScript(setting, [
      work,
      (request) =>
        new Promise((_, reject) => {
          request.signal.addEventListener('abort', () => reject(request.signal.reason), { once: true });
          setting.stop.abort(new AgentCoordError('cancelled', 'The task was cancelled.'));
        }),
    ]);
    expect(outcome).toMatchObject({ status: 'failed', retryable: false, error: { code: 'cancelled' } });
    expect(await content(setting, 'src/a.ts')).toBe(FILES['src/a.ts']);
    expect(setting.locks.held()).toEqual([]);
  });

  it('is stopped by its timeout', async () => {
    const setting = await setUp(FILES);
    const never = () =>
      new Promise<never>((_, reject) => setting.stop.signal.addEventListener('abort', reject));
    const asked = (request: { signal: AbortSignal }) =>
      Promise.race([
        never(),
        new Promise<never>((_, reject) =>
          request.signal.addEventListener('abort', () => reject(request.signal.reason)),
        ),
      ]);
    const { outcome } = await runScript(setting, [asked], { context: { limits: { timeout: 50 } } });
    expect(outcome).toMatchObject({ status: 'failed', retryable: true, error: { code: 'timeout' } });
  });

  it('can be tried again when a file it names stays locked', async () => {
    const setting = await setUp(FILES);
    const signal = new AbortController().signal;
    await setting.locks.for('other').lock(['src/a.ts'], { intent: 'x', waitMs: 0, signal });
    const { outcome, requests } = await runScript(setting, [finishTurn()], {
      payload: { files: ['src/a.ts', 'src/b.ts'] },
      options: { filesWait: 30 },
    });
    expect(outcome).toMatchObject({ status: 'failed', retryable: true, error: { code: 'lock_held' } });
    expect(requests).toHaveLength(0);
    expect(setting.locks.held()).toEqual(['src/a.ts']);
  });
});

describe('the verification of a model task', () => {
  const payload = { verify: 'grep -q fixed src/a.ts || { echo expected it to be fixed; exit 7; }' };

  it('sends its failing output back to the model, which then mends its work', async () => {
    const setting = await setUp(FILES);
    const { outcome, requests } = await runScript(
      setting,
      [
        turn(edit('src/a.ts', 'two', 'wrong')),
        finishTurn(),
        turn(edit('src/a.ts', 'wrong', 'fixed')),
        finishTurn('Now right.'),
      ],
      { payload },
    );
    expect(outcome).toMatchObject({
      status: 'done',
      summary: 'Now right.',
      output: { verifyRounds: 1, turns: 4 },
    });
    const [feedback] = lastResults(requests[2]);
    expect(feedback).toMatchObject({ isError: true, errorCode: 'verify_failed' });
    expect(feedback?.content).toMatch(/Exit code 7.*expected it to be fixed/s);
  });

  it('fails the task after the allowed number of rounds, with the output', async () => {
    const setting = await setUp(FILES);
    const { outcome, requests } = await runScript(
      setting,
      [turn(edit('src/a.ts', 'two', 'wrong')), finishTurn()],
      { payload },
    );
    expect(outcome).toMatchObject({
      status: 'failed',
      retryable: true,
      error: { code: 'verify_failed', data: { rounds: 3 } },
    });
    expect(outcome.status === 'failed' && outcome.error.message).toContain('expected it to be fixed');
    expect(requests).toHaveLength(5);
    expect(await content(setting, 'src/a.ts')).toBe(FILES['src/a.ts']);
  });

  it('can be limited by the task itself', async () => {
    const setting = await setUp(FILES);
    const { requests } = await runScript(setting, [finishTurn()], {
      payload: { verify: { command: 'false', rounds: 0 } },
    });
    expect(requests).toHaveLength(1);
  });

  it('does not run while another call of the same turn has failed', async () => {
    const setting = await setUp(FILES);
    const { outcome, requests } = await runScript(
      setting,
      [turn(use('finish', { summary: 'early' }), edit('src/a.ts', 'not there', 'x')), finishTurn('late')],
      { payload: { verify: 'echo run >> runs' } },
    );
    expect(outcome).toMatchObject({ status: 'done', summary: 'late' });
    expect(lastResults(requests[1]).map(({ errorCode }) => errorCode)).toEqual(['conflict', 'conflict']);
    expect(await content(setting, 'runs')).toBe('run\n');
  });
});
