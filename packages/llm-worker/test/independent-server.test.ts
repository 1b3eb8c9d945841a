import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { LLMock } from '@copilotkit/aimock';
import { describe, expect, it, onTestFinished } from 'vitest';
import {
  createAnthropicProvider,
  createLlmEngine,
  createOpenAiProvider,
  type ModelProvider,
  PriceTable,
  runAssignment,
} from '../src/index.js';
import { DONE, FILES, multiFileTask, VERIFY } from './support/multi-file-task.js';
import { setUp, task } from './support/setting.js';

const brief = { environment: {}, apiKey: 'mock', backoff: { baseMs: 1, maxMs: 5 } };
interface Wire {
  name: string;
  provider: (url: string) => ModelProvider;
  /** Its word for a refusal; left out where this server has none. */
  refusal?: string;
}
const WIRES: readonly Wire[] = [
  {
    name: 'Messages',
    provider: (url) => createAnthropicProvider({ ...brief, baseUrl: url }),
    refusal: 'refusal',
  },
  {
    name: 'Responses',
    provider: (url) => createOpenAiProvider({ ...brief, baseUrl: `${url}/v1`, api: 'responses' }),
  },
  {
    name: 'Chat Completions',
    provider: (url) => createOpenAiProvider({ ...brief, baseUrl: `${url}/v1` }),
    refusal: 'content_filter',
  },
];

const USAGE = { input_tokens: 1000, output_tokens: 100, prompt_tokens: 1000, completion_tokens: 100 };
const TURNS = 7;
const TURN_USD = (1000 * 2 + 100 * 10) / 1_000_000;

/** Somebody else's server plays the task; `before` comes once before the second turn. */
async function run(provider: (url: string) => ModelProvider, before?: (server: LLMock) => void) {
  const server = new LLMock({ port: 0 });
  before?.(server);
  // It counts the calls of a conversation over Responses, and the messages over the others: with one call a turn both agree.
  for (const [turnIndex, { name, input }] of multiFileTask()
    .flatMap(({ calls }) => calls)
    .entries())
    server.on({ turnIndex }, { toolCalls: [{ name, arguments: JSON.stringify(input) }], usage: USAGE });
  await server.start();
  onTestFinished(() => server.stop());
  const setting = await setUp(FILES);
  const engine = createLlmEngine({ provider: provider(server.url), prices: PriceTable.shipped() });
  const outcome = await runAssignment(task({ verify: VERIFY }), setting.context, { engines: [engine] });
  return { outcome, root: setting.root, notes: setting.notes };
}

describe.each(WIRES)('$name as somebody else speaks it', ({ provider, refusal }) => {
  const second = { turnIndex: 1, sequenceIndex: 0 };

  it('works in rounds of tools, with the cost of the tokens it names', async () => {
    const { outcome, root } = await run(provider);
    expect(outcome).toMatchObject({ status: 'done', usage: { requests: TURNS, estimated: false } });
    expect(outcome.usage?.costUsd).toBeCloseTo(TURNS * TURN_USD, 9);
    for (const [path, content] of Object.entries(DONE))
      expect(await readFile(join(root, path), 'utf8')).toBe(content);
  });

  it.each([
    ['429', { error: { message: 'slow down', type: 'rate_limit_error' }, status: 429, retryAfter: 0 }],
    ['529', { error: { message: 'overloaded', type: 'overloaded_error' }, status: 529 }],
  ])('goes on after a %s', async (_status, failure) => {
    const { outcome, notes } = await run(provider, (server) => server.on(second, failure));
    expect(outcome).toMatchObject({ status: 'done', usage: { requests: TURNS } });
    expect(outcome.usage?.costUsd).toBeCloseTo(TURNS * TURN_USD, 9);
    expect(notes.join('\n')).toContain('Try 2 of 6');
  });

  it('goes on after a cut stream', async () => {
    const calls = [{ name: 'write_file', arguments: { path: 'src/half.txt', content: 'half' } }];
    const { outcome, notes } = await run(provider, (server) =>
      server.on(second, { toolCalls: calls, usage: USAGE }, { truncateAfterChunks: 2 }),
    );
    expect(outcome).toMatchObject({ status: 'done', usage: { requests: TURNS + 1 } });
    expect(notes.join('\n')).toContain('Try 2 of 6');
    expect(outcome.filesChanged.map(({ path }) => path)).not.toContain('src/half.txt');
  });

  it('ends when the context is full and nothing can be left out', async () => {
    const error = { message: "This model's maximum context length is 200000 tokens: prompt is too long" };
    const { outcome } = await run(provider, (server) => server.on(second, { error, status: 400 }));
    expect(outcome).toMatchObject({ status: 'failed', error: { data: { reason: 'context_window' } } });
  });

  it.skipIf(refusal === undefined)('ends at a refusal, with what it cost', async () => {
    const { outcome, root } = await run(provider, (server) =>
      server.on(second, { content: 'No.', finishReason: refusal ?? '', usage: USAGE }),
    );
    expect(outcome).toMatchObject({ status: 'failed', error: { data: { reason: 'refusal' } } });
    expect(outcome.usage?.costUsd).toBeCloseTo(2 * TURN_USD, 9);
    for (const [path, content] of Object.entries(FILES))
      expect(await readFile(join(root, path), 'utf8')).toBe(content);
  });
});
