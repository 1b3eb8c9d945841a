import { describe, expect, it } from 'vitest';
import type { ModelMessage } from '../src/model/content.js';
import type { ModelRequest } from '../src/model/model-provider.js';
import { type Answer, finishTurn, type Script, say, turn, use } from './support/scripted-provider.js';
import { runScript, setUp } from './support/setting.js';

const LIMIT = 30_000;
const SECRET = 'canary-0123456789-secret';
const LONG = `${'a line of some text\n'.repeat(400)}`;

/** As a server that makes four characters a token counts it: of an answer what it sent itself. */
const tokensOf = ({ system, tools, messages }: ModelRequest): number => {
  const sent = messages.map((message) => ('native' in message && message.native) || message.content);
  return Math.ceil((system.length + JSON.stringify(tools).length + JSON.stringify(sent).length) / 4);
};

/** Each answer thinks aloud in a form of its own, and is billed for the prompt it got. */
function counted(answer: () => Answer, number: number): (request: ModelRequest) => Answer {
  return (request) => {
    const given = answer();
    return {
      native: [{ type: 'thinking', signature: `sig-${number}` }, ...given.content],
      usage: { inputTokens: tokensOf(request), cacheWriteTokens: 0, cacheReadTokens: 0, outputTokens: 20 },
      ...given,
    };
  };
}

async function run(turns: Array<() => Answer>, files: Record<string, string>, limit = LIMIT) {
  const script: Script = turns.map(counted);
  const setting = await setUp(files);
  return runScript(setting, script, { options: { contextTokens: limit } });
}

/** What every provider insists on: each call is answered in the next message, and nothing else is. */
function expectPaired(messages: readonly ModelMessage[]): void {
  expect(messages[0]?.role).toBe('user');
  let open: string[] = [];
  for (const { role, content } of messages) {
    const results = content.flatMap((block) => (block.type === 'tool_result' ? [block.toolUseId] : []));
    const calls = content.flatMap((block) => (block.type === 'tool_use' ? [block.id] : []));
    if (role === 'user') expect(results).toEqual(open);
    open = calls;
  }
}

/** A request whose beginning is not the whole of the request before: nothing of it is in the server's cache. */
const breaksCache = (before: ModelRequest, after: ModelRequest): boolean =>
  !JSON.stringify(after.messages).startsWith(JSON.stringify(before.messages).slice(0, -1));

const textOfAll = (request: ModelRequest | undefined): string => JSON.stringify(request?.messages);

describe('a long task', () => {
  const names = Array.from({ length: 40 }, (_, index) => `src/file-${index}.txt`);
  const files = Object.fromEntries(names.map((name) => [name, `${name}\n${LONG}`]));
  const reads = names.map((path) => () => turn(say(`Now ${path}.`), use('read_file', { path })));

  it('stays within its bounds in a few steps, with every pair whole and thinking unchanged', async () => {
    const { outcome, requests } = await run(
      [...reads, () => ({ content: [say('So.'), ...finishTurn().content] })],
      files,
    );
    expect(outcome.status).toBe('done');
    expect(requests).toHaveLength(41);
    for (const request of requests) {
      // One answer comes between two looks.
      expect(tokensOf(request)).toBeLessThan(LIMIT + 4_000);
      expectPaired(request.messages);
      for (const message of request.messages)
        if (message.role === 'assistant')
          expect(message.native).toMatchObject([{ type: 'thinking' }, {}, {}]);
    }
    const breaks = requests.slice(1).filter((after, index) => breaksCache(requests[index] ?? after, after));
    expect(breaks.length).toBeGreaterThan(3);
    expect(breaks.length).toBeLessThan(10);
  });

  it('keeps what it has done in mind, and says what was left out and how to get it again', async () => {
    const work = [
      () => turn(use('write_file', { path: 'made.txt', content: 'x\n' })),
      () => turn(use('report_progress', { note: 'The plan: three parts.' })),
      () => turn(use('edit_file', { path: 'made.txt', old_text: 'x', new_text: 'y' })),
    ];
    const { requests } = await run([...work, ...reads.slice(0, 12), finishTurn], files);
    const last = textOfAll(requests.at(-1));
    expect(last).toContain('Changed: made.txt (2 times)');
    expect(last).toContain('Read: src/file-0.txt, src/file-1.txt');
    expect(last).toContain('- The plan: three parts.');
    expect(last).toContain('You said: Now src/file-');
    expect(
      last.includes('[left out to make room: read_file src/file-0.txt; call it again if you need it]'),
    ).toBe(true);
    expect(last.split('What you have done so far').length).toBe(2);
    expect(last).toContain('Task: Add a greeting');
  });

  it('may read again what was left out: that is no going in circles', async () => {
    const rounds = Array.from({ length: 8 }, () => reads.slice(0, 5)).flat();
    expect((await run([...rounds, finishTurn], files)).outcome.status).toBe('done');
  });

  it('that writes more than it reads loses whole exchanges, calls with their results', async () => {
    const writes = names.map((path) => () => turn(use('write_file', { path: `new/${path}`, content: LONG })));
    const { outcome, requests } = await run([...writes, finishTurn], {});
    expect(outcome.filesChanged).toHaveLength(40);
    for (const request of requests) {
      expect(tokensOf(request)).toBeLessThan(LIMIT + 6_000);
      expectPaired(request.messages);
    }
    expect(textOfAll(requests.at(-1))).toContain('Changed: new/src/file-0.txt');
  });

  it('hides secrets in its summary as well', async () => {
    const setting = await setUp(files);
    const turns = [
      () => turn(use('report_progress', { note: `found ${SECRET}` })),
      ...reads.slice(0, 12),
      finishTurn,
    ];
    const { requests } = await runScript(setting, turns.map(counted), {
      options: { contextTokens: LIMIT },
      environment: { API_KEY: SECRET },
    });
    const users = requests.at(-1)?.messages.filter(({ role }) => role === 'user');
    expect(JSON.stringify(users)).toContain('found [secret hidden]');
    expect(JSON.stringify(users)).not.toContain(SECRET);
  });
});

describe('a model that says that its context is full', () => {
  const full = (): Answer => ({ content: [], stopReason: 'model_context_window_exceeded' });
  const read = (path: string) => () => turn(use('read_file', { path }));
  const files = { 'a.txt': LONG, 'b.txt': LONG, 'c.txt': LONG.repeat(4) };

  it('is given less each time, then the task ends', async () => {
    const turns = [read('a.txt'), read('b.txt'), read('c.txt'), full, full, full];
    const { outcome, requests } = await run(turns, files, 1_000_000);
    expect(outcome).toMatchObject({
      status: 'failed',
      retryable: false,
      error: { data: { reason: 'context_window' } },
    });
    expect(requests).toHaveLength(6);
    const sizes = requests.slice(3).map(tokensOf);
    expect(sizes).toEqual([...sizes].sort((a, b) => b - a));
    for (const { messages } of requests) expectPaired(messages);
    expect(requests.at(-1)?.messages).toHaveLength(3);
    expect(textOfAll(requests.at(-1))).toContain('Read: a.txt, b.txt, c.txt');
    expect(textOfAll(requests.at(-1))).toContain('characters left out');
  });

  it('goes on with what is left', async () => {
    const turns = [read('a.txt'), read('b.txt'), read('c.txt'), full, full, read('a.txt'), finishTurn];
    expect((await run(turns, files, 1_000_000)).outcome.status).toBe('done');
  });
});
