import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import {
  createLlmEngine,
  createOpenAiProvider,
  type OpenAiProviderOptions,
  runAssignment,
} from '../src/index.js';
import { openAiServer } from '../src/providers/openai/openai-server.js';
import { setUp, task } from './support/setting.js';

const KEY = 'sk-openai-canary-0123456789abcdef';

/** A server that answers each request with the next of these, the last one for ever. */
async function run(
  answers: Array<string | [status: number, body: object]>,
  more: OpenAiProviderOptions = {},
) {
  // biome-ignore lint/suspicious/noExplicitAny: what was sent is what is looked at
  const bodies: any[] = [];
  const server = createServer(async (incoming, response) => {
    let text = '';
    for await (const chunk of incoming) text += String(chunk);
    const answer = answers[Math.min(bodies.length, answers.length - 1)] ?? '';
    bodies.push(JSON.parse(text));
    if (typeof answer === 'string')
      response.writeHead(200, { 'content-type': 'text/event-stream' }).end(answer);
    else response.writeHead(answer[0], { 'content-type': 'application/json' }).end(JSON.stringify(answer[1]));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  const setting = await setUp({ 'a.txt': 'one\n' });
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`;
  const provider = createOpenAiProvider({
    environment: { OPENAI_API_KEY: KEY, OPENAI_BASE_URL: url },
    backoff: { baseMs: 1, maxMs: 2 },
    api: 'responses',
    ...more,
  });
  const outcome = await runAssignment(task(), setting.context, { engines: [createLlmEngine({ provider })] });
  return { outcome, bodies, notes: setting.notes };
}

const sse = (...events: object[]): string =>
  events.map((event) => `data: ${JSON.stringify(event)}\n\n`).join('');
const call = (name: string, input: object, index = 0) => ({
  type: 'function_call',
  id: `fc_${name}`,
  call_id: `call_${name}_${index}`,
  name,
  arguments: JSON.stringify(input),
});
const completed = (...output: object[]): string =>
  sse({ type: 'response.completed', response: { status: 'completed', output, usage: null } });
const finish = completed(call('finish', { summary: 'Done.' }));
const failedWith = (code: string): string =>
  sse({
    type: 'response.failed',
    response: { status: 'failed', output: [], usage: null, error: { code, message: code } },
  });

describe('which server, spoken to how', () => {
  it('is the Responses API at OpenAI, and Chat Completions everywhere else, unless told otherwise', () => {
    const environment = { OPENAI_API_KEY: KEY };
    expect(openAiServer({ environment })).toMatchObject({
      api: 'responses',
      baseURL: 'https://api.openai.com/v1',
    });
    expect(openAiServer({ environment, baseUrl: 'https://eu.api.openai.com/v1' }).api).toBe('responses');
    for (const baseUrl of [
      'http://127.0.0.1:8000/v1',
      'https://openai.com.example.org/v1',
      'https://notopenai.com/v1',
    ])
      expect(openAiServer({ environment, baseUrl }).api).toBe('chat');
    expect(openAiServer({ environment, baseUrl: 'http://127.0.0.1/v1', api: 'responses' }).api).toBe(
      'responses',
    );
  });

  it('needs a key at OpenAI only', () => {
    expect(() => createOpenAiProvider({ environment: {} })).toThrow(/OPENAI_API_KEY.*OPENAI_BASE_URL/);
    const local = openAiServer({ environment: { OPENAI_BASE_URL: 'http://127.0.0.1:8000/v1' } });
    expect(local).toMatchObject({ apiKey: 'none', secrets: [] });
    expect(() => openAiServer({ environment: { OPENAI_BASE_URL: 'localhost' } })).toThrow(/no address/);
  });
});

describe('the Responses API', () => {
  it('is asked for encrypted reasoning, stores nothing, and gets no sampling and no forced tool', async () => {
    const { bodies } = await run([finish]);
    expect(bodies[0]).toMatchObject({ store: false, stream: true, include: ['reasoning.encrypted_content'] });
    expect(Object.keys(bodies[0]).sort()).toEqual(
      ['include', 'input', 'instructions', 'max_output_tokens', 'model', 'store', 'stream', 'tools'].sort(),
    );
    expect(JSON.stringify(bodies[0])).not.toContain(KEY);
  });

  it('gets reasoning back, but none that nothing follows: that would be refused', async () => {
    const reasoning = { type: 'reasoning', id: 'rs_1', summary: [], encrypted_content: 'e' };
    const loose = { ...reasoning, id: 'rs_2' };
    const cut = sse({
      type: 'response.incomplete',
      response: {
        status: 'incomplete',
        incomplete_details: { reason: 'max_output_tokens' },
        output: [reasoning, call('list_files', {}), loose],
        usage: null,
      },
    });
    const { bodies, outcome } = await run([cut, finish]);
    expect(outcome.status).toBe('done');
    const types = bodies[1].input.map(({ type, id }: { type: string; id?: string }) => id ?? type);
    expect(types).toEqual(['message', 'rs_1', 'fc_list_files', 'function_call_output']);
  });

  it('is tried again after a failure that passes, in the middle of a stream', async () => {
    const error = sse({ type: 'error', code: 'server_error', message: 'oops' });
    const { outcome, bodies } = await run([
      failedWith('server_error'),
      failedWith('rate_limit_exceeded'),
      error,
      finish,
    ]);
    expect(outcome.status).toBe('done');
    expect(bodies).toHaveLength(4);
  });

  it('is not tried again where that does not help', async () => {
    const quota = {
      error: { message: 'You exceeded your quota', type: 'insufficient_quota', code: 'insufficient_quota' },
    };
    const noCredit = await run([[429, quota]]);
    expect(noCredit.outcome).toMatchObject({
      status: 'failed',
      retryable: false,
      error: { code: 'misconfigured' },
    });
    expect(noCredit.outcome.status === 'failed' && noCredit.outcome.error.message).toContain(
      'no credit left',
    );
    const window = await run([failedWith('context_length_exceeded')]);
    expect(window.outcome).toMatchObject({ status: 'failed', error: { data: { reason: 'context_window' } } });
    const prompt = await run([failedWith('invalid_prompt')]);
    expect(prompt.outcome).toMatchObject({ status: 'failed', retryable: false });
    for (const { bodies } of [noCredit, window, prompt]) expect(bodies).toHaveLength(1);
  });

  it('keeps the key out of errors and notes', async () => {
    const echo: [number, object] = [500, { error: { message: `Incorrect key ${KEY}`, type: 'x' } }];
    const { outcome, notes } = await run([echo], { attempts: 2 });
    expect(JSON.stringify([outcome, notes])).not.toContain(KEY);
    expect(outcome.status === 'failed' && outcome.error.message).not.toContain(KEY);
  });

  it('counts tokens by the text where the server says nothing', async () => {
    const { outcome } = await run([finish]);
    expect(outcome.usage).toMatchObject({ estimated: true, requests: 1 });
    expect(outcome.usage?.inputTokens).toBeGreaterThan(500);
  });
});

describe('Chat Completions of compatible servers', () => {
  const chunk = (delta: object, finish_reason: string | null = null) => ({
    choices: [{ index: 0, delta, finish_reason }],
  });
  const chat = { api: 'chat' } as const;

  it('may say stop where a call ends the turn, number no parts and send no usage', async () => {
    const part = { function: { name: 'finish', arguments: '{"summary":"Done."}' } };
    const answer = `${sse(chunk({ tool_calls: [part] }), chunk({}, 'stop'))}data: [DONE]\n\n`;
    const { outcome, bodies } = await run([answer], chat);
    expect(outcome).toMatchObject({ status: 'done', summary: 'Done.', usage: { estimated: true } });
    expect(bodies[0]).toMatchObject({ stream_options: { include_usage: true } });
    expect(bodies[0].max_tokens).toBe(16_000);
  });

  it('end a stream with a reason, else it was cut', async () => {
    const cut = sse(chunk({ content: 'I begin' }));
    const part = { index: 0, id: 'c1', function: { name: 'finish', arguments: '{"summary":"Done."}' } };
    const whole = sse(chunk({ tool_calls: [part] }, 'tool_calls'));
    const { outcome, bodies } = await run([cut, whole], chat);
    expect(outcome.status).toBe('done');
    expect(bodies).toHaveLength(2);
    const { outcome: other } = await run([sse(chunk({}, 'something_new'))], chat);
    expect(other).toMatchObject({ status: 'failed', error: { data: { stopReason: 'something_new' } } });
  });

  it('say in words that they refuse', async () => {
    const { outcome } = await run([sse(chunk({ refusal: 'Not this.' }), chunk({}, 'stop'))], chat);
    expect(outcome).toMatchObject({
      status: 'failed',
      retryable: false,
      error: { data: { reason: 'refusal', detail: 'Not this.' } },
    });
  });
});
