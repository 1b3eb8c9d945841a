import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createAnthropicProvider } from '../src/index.js';
import { edit, finish, KEY, run, use } from './support/anthropic-run.js';
import { error, message, messagesServer, type Reply } from './support/messages-server.js';

describe('a task over the Messages API', () => {
  it('is done in rounds of tools, with the tokens as the server counts them', async () => {
    const thinking = { type: 'thinking', thinking: 'Let me see …', signature: 'c2lnbmF0dXJl' };
    const { outcome, setting, requests } = await run([
      message({
        stop: 'tool_use',
        content: [thinking, { type: 'text', text: 'I edit it: ✓ done 😀' }, edit],
      }),
      finish,
    ]);
    expect(outcome).toMatchObject({
      status: 'done',
      summary: 'Done.',
      filesChanged: [{ path: 'a.txt', linesAdded: 1, linesRemoved: 1 }],
      usage: {
        provider: 'anthropic',
        model: 'claude-sonnet-5-5',
        requests: 2,
        estimated: false,
        inputTokens: 200,
        cacheWriteTokens: 40,
        cacheReadTokens: 60,
        outputTokens: 100,
      },
    });
    expect(await readFile(join(setting.root, 'a.txt'), 'utf8')).toBe('two\n');
    const [, assistant, user] = requests[1]?.body.messages ?? [];
    expect(assistant).toEqual({
      role: 'assistant',
      content: [thinking, { type: 'text', text: 'I edit it: ✓ done 😀' }, edit],
    });
    expect(user?.content).toMatchObject([{ type: 'tool_result', tool_use_id: 'toolu_edit_file' }]);
  });

  it('asks for a stream, caches tools, instructions and conversation, and sets no sampling nor forced tool', async () => {
    const { requests } = await run([message({ stop: 'tool_use', content: [edit] }), finish]);
    const body = requests[1]?.body;
    const ephemeral = { type: 'ephemeral' };
    expect(body?.stream).toBe(true);
    expect(body?.system[0]?.cache_control).toEqual(ephemeral);
    expect(body?.tools.at(-1)?.cache_control).toEqual(ephemeral);
    expect(body?.messages.at(-1)?.content.at(-1)?.cache_control).toEqual(ephemeral);
    expect(JSON.stringify(body).split('"cache_control"')).toHaveLength(4);
    expect(Object.keys(body ?? {}).sort()).toEqual([
      'max_tokens',
      'messages',
      'model',
      'stream',
      'system',
      'tools',
    ]);
  });

  it('sends the key in its header only, and never more tokens than are left', async () => {
    const { requests } = await run([finish], { context: { limits: { maxTokens: 500 } } });
    expect(requests[0]?.body.max_tokens).toBe(500);
    expect(JSON.stringify(requests[0]?.body)).not.toContain(KEY);
  });

  it('counts tokens by the text where the server says nothing', async () => {
    const { outcome } = await run([
      message({ stop: 'tool_use', content: [use('finish', { summary: 'x' })], usage: {} }),
    ]);
    expect(outcome.usage).toMatchObject({ estimated: true, requests: 1 });
    expect(outcome.usage?.inputTokens).toBeGreaterThan(500);
  });
});

describe('what trying again does not help', () => {
  it('fails at once: a wrong key, an unknown model, a bad request', async () => {
    const wrongKey = await run([finish], { options: { apiKey: 'sk-ant-wrong' } });
    expect(wrongKey.outcome).toMatchObject({
      status: 'failed',
      retryable: false,
      error: { code: 'misconfigured' },
    });
    const noModel = await run([error(404, 'not_found_error', 'model: nope')]);
    expect(noModel.outcome).toMatchObject({
      status: 'failed',
      retryable: false,
      error: { code: 'misconfigured' },
    });
    const badRequest = await run([
      error(400, 'invalid_request_error', 'temperature: not supported by this model'),
    ]);
    expect(badRequest.outcome).toMatchObject({
      status: 'failed',
      retryable: false,
      error: { code: 'provider_failed', data: { status: 400 } },
    });
    for (const { requests } of [wrongKey, noModel, badRequest]) expect(requests).toHaveLength(1);
  });

  it('is a refusal: the half of an answer is not acted on', async () => {
    const refusal = message({
      stop: 'refusal',
      stopDetails: { type: 'refusal', category: 'cyber', explanation: 'not this' },
      content: [use('write_file', { path: 'b.txt', content: 'x' })],
    });
    const { outcome, requests, setting } = await run([refusal]);
    expect(outcome).toMatchObject({
      status: 'failed',
      retryable: false,
      error: { data: { reason: 'refusal', detail: 'cyber: not this' } },
    });
    expect(requests).toHaveLength(1);
    expect(setting.files.writes).toEqual([]);
  });

  it('is a stop reason that this version does not know', async () => {
    const { outcome } = await run([message({ stop: 'something_new', content: [] })]);
    expect(outcome).toMatchObject({
      status: 'failed',
      retryable: false,
      error: { data: { stopReason: 'something_new' } },
    });
  });

  it('keeps the key out of errors and notes', async () => {
    const echo = error(500, 'api_error', `your key ${KEY} has a problem`);
    const { outcome, setting } = await run([echo], { options: { attempts: 2 } });
    expect(JSON.stringify([outcome, setting.notes])).not.toContain(KEY);
    expect(outcome.status === 'failed' && outcome.error.message).not.toContain(KEY);
  });

  it('is a sampling parameter: the strict server of these tests refuses it, so no test could pass with one', async () => {
    const server = await messagesServer([finish]);
    const refused = await fetch(`${server.url}/v1/messages`, {
      method: 'POST',
      headers: { authorization: `Bearer ${KEY}`, 'anthropic-version': '2026-10-21' },
      body: JSON.stringify({ max_tokens: 1, messages: [], tools: [], temperature: 0 }),
    });
    expect([refused.status, await refused.text()]).toEqual([400, expect.stringContaining('temperature')]);
  });

  it('says how to get on without a key', () => {
    expect(() => createAnthropicProvider({ environment: {} })).toThrow(/ANTHROPIC_API_KEY.*replay/);
  });
});

describe('an answer that is not whole', () => {
  it('with cut JSON of a call: the call is refused, the history stays valid, and the model can repeat it', async () => {
    const cut = message({
      stop: 'max_tokens',
      content: [use('write_file', { path: 'b.txt', content: 'long' })],
      cutJsonAt: 20,
    });
    const { outcome, requests, setting } = await run([cut, finish]);
    expect(outcome).toMatchObject({ status: 'done', filesChanged: [] });
    const [, assistant, user] = requests[1]?.body.messages ?? [];
    expect(assistant?.content).toEqual([use('write_file', {})]);
    expect(user?.content[0]).toMatchObject({ type: 'tool_result', is_error: true });
    expect(JSON.stringify(user?.content)).toContain('cut off');
    expect(setting.files.writes).toEqual([]);
  });

  it('with empty texts and blocks of other kinds: the first are dropped, the others go back unchanged', async () => {
    const redacted = { type: 'redacted_thinking', data: 'b3BhcXVl' };
    const { outcome, requests } = await run([
      message({ stop: 'pause_turn', content: [redacted, { type: 'text', text: '' }] }),
      finish,
    ]);
    expect(outcome.status).toBe('done');
    expect(requests[1]?.body.messages[1]).toEqual({ role: 'assistant', content: [redacted] });
  });

  it('because the context is full: some is left out, whether the server stops or refuses', async () => {
    const read = message({ stop: 'tool_use', content: [use('list_files', {}, 'toolu_a')] });
    const full = message({ stop: 'model_context_window_exceeded', content: [{ type: 'text', text: 'cut' }] });
    const tooLong = error(400, 'invalid_request_error', 'prompt is too long: 210000 tokens > 200000 maximum');
    for (const reply of [full, tooLong]) {
      const { outcome } = await run([read, reply]);
      expect(outcome).toMatchObject({
        status: 'failed',
        retryable: false,
        error: { data: { reason: 'context_window' } },
      });
    }
  });
});

describe('a stopped task', () => {
  it('ends the request at once', async () => {
    const hang: Reply = (response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      response.write('event: ping\ndata: {"type":"ping"}\n\n');
      stop.abort();
    };
    const stop = new AbortController();
    const { outcome, requests } = await run([hang], { context: { signal: stop.signal } });
    expect(outcome).toMatchObject({ status: 'failed', error: { code: 'aborted' } });
    expect(requests).toHaveLength(1);
  });

  it('ends the wait for another try at once', async () => {
    const stop = new AbortController();
    const busy: Reply = (response, request) => {
      setImmediate(() => stop.abort());
      return error(429, 'rate_limit_error', 'wait', { 'retry-after': '200' })(response, request);
    };
    const { outcome } = await run([busy], { context: { signal: stop.signal } });
    expect(outcome).toMatchObject({ status: 'failed', error: { code: 'aborted' } });
  });
});
