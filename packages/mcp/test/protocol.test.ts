import { PassThrough } from 'node:stream';
import { expect, onTestFinished, test } from 'vitest';
import { serveStdio } from '../src/index.js';
import { temporaryRepository } from './support/repository.js';

interface Reply {
  id: string | number | null;
  result?: { tools?: unknown[]; isError?: boolean; content?: Array<{ text: string }> };
  error?: { code: number; message: string };
}

/** A server on streams of bytes, for who says what no client would say. */
function bench(): { say(text: string): void; hear(): Promise<Reply>; hangUp(): Promise<void> } {
  const [input, output] = [new PassThrough(), new PassThrough()];
  const lines: string[] = [];
  const waiting: Array<(line: string) => void> = [];
  let rest = '';
  output.setEncoding('utf8').on('data', (text: string) => {
    const parts = (rest + text).split('\n');
    rest = parts.pop() ?? '';
    for (const part of parts) {
      const next = waiting.shift();
      if (next) next(part);
      else lines.push(part);
    }
  });
  const served = serveStdio({
    connect: { cwd: temporaryRepository(), redisUrl: 'none', environment: {} },
    input,
    output,
    version: '0.0.0',
    log: () => undefined,
    signal: new AbortController().signal,
  });
  const hangUp = (): Promise<void> => {
    input.end();
    return served;
  };
  onTestFinished(hangUp);
  return {
    hangUp,
    say: (text) => void input.write(`${text}\n`),
    hear: async () => {
      const line = lines.shift() ?? (await new Promise<string>((resolve) => waiting.push(resolve)));
      return JSON.parse(line);
    },
  };
}

const INITIALIZE = JSON.stringify({
  jsonrpc: '2.0',
  id: 1,
  method: 'initialize',
  params: { protocolVersion: '2025-06-18', capabilities: {}, clientInfo: { name: 'raw', version: '1' } },
});

function request(id: number, method: string, params: unknown = {}): string {
  return JSON.stringify({ jsonrpc: '2.0', id, method, params });
}

test.each([
  ['garbage', 'this is no JSON', -32_700, null],
  ['half a message', '{"jsonrpc": "2.0", "id": 2', -32_700, null],
  ['JSON that is no message', '{"hello": "there"}', -32_600, null],
  ['a message with an id and no method', '{"jsonrpc": "2.0", "id": 7, "method": 5}', -32_600, 7],
  ['a line of more than a mebibyte', `"${'x'.repeat(1024 * 1024)}"`, -32_600, null],
  ['an unknown method', request(2, 'tools/destroy'), -32_601, 2],
  ['an unknown tool', request(2, 'tools/call', { name: 'format_disk', arguments: {} }), -32_602, 2],
  ['an unknown resource', request(2, 'resources/read', { uri: 'file:///etc/passwd' }), -32_002, 2],
  ['an unknown prompt', request(2, 'prompts/get', { name: 'none' }), -32_602, 2],
])(
  '%s is answered with an error of the protocol, and the connection goes on',
  async (_what, line, code, id) => {
    const { say, hear } = bench();
    say(INITIALIZE);
    expect(await hear()).toMatchObject({ id: 1, result: {} });
    say(line);
    expect(await hear()).toMatchObject({ id, error: { code, message: expect.any(String) } });
    say(request(3, 'tools/list'));
    expect((await hear()).result?.tools?.length).toBeGreaterThan(15);
  },
);

test.each([
  ['an unknown field', { paths: ['a'], force: true }, /force/],
  ['a missing field', {}, /paths/],
  ['a field of the wrong kind', { paths: 'a.ts' }, /paths/],
  ['a list that is too long', { paths: Array.from({ length: 101 }, (_, index) => `f${index}`) }, /paths/],
])('%s of a tool is an answer that names it', async (_what, input, named) => {
  const { say, hear } = bench();
  say(INITIALIZE);
  await hear();
  say(request(2, 'tools/call', { name: 'lock_files', arguments: input }));
  const { result } = await hear();
  expect(result?.isError).toBe(true);
  const { error } = JSON.parse(result?.content?.[0]?.text ?? '');
  expect(error).toMatchObject({ code: 'invalid_argument', next: expect.any(String) });
  expect(error.message).toMatch(named);
});

test('bytes that come one by one, and several messages at once, are read alike', async () => {
  const { say, hear } = bench();
  say(`${INITIALIZE}\n${request(2, 'ping')}\n${request(3, 'ping')}`);
  expect([await hear(), await hear(), await hear()].map(({ id }) => id).sort()).toEqual([1, 2, 3]);
});

test('who ends its input right behind its questions still gets the answers', async () => {
  const { say, hear, hangUp } = bench();
  say(`${INITIALIZE}\n${request(2, 'tools/call', { name: 'list_locks', arguments: {} })}`);
  const ended = hangUp();
  expect(await hear()).toMatchObject({ id: 1 });
  expect(await hear()).toMatchObject({ id: 2, result: { structuredContent: { total: 0 } } });
  await ended;
});
