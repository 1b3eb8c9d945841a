import { describe, expect, it } from 'vitest';
import { finish, run, use } from './support/anthropic-run.js';
import { error, message, type Reply } from './support/messages-server.js';

describe('a server that fails for a while', () => {
  it('is tried again after the wait that it asks for', async () => {
    const busy = error(429, 'rate_limit_error', 'too fast', { 'retry-after-ms': '120', 'retry-after': '60' });
    const startedAt = performance.now();
    const { outcome, setting } = await run([busy, finish], { options: { random: () => 0 } });
    expect(outcome.status).toBe('done');
    expect(performance.now() - startedAt).toBeGreaterThanOrEqual(115);
    expect(setting.notes.join('\n')).toContain(
      'The rate limit of the model is reached (429): too fast Try 2 of 6 in 120ms.',
    );
  });

  it('understands a wait in seconds, and in a date', async () => {
    for (const header of ['0.01', new Date(Date.now() - 1000).toUTCString()]) {
      const { outcome } = await run([
        error(429, 'rate_limit_error', 'slow down', { 'retry-after': header }),
        finish,
      ]);
      expect(outcome.status).toBe('done');
    }
  });

  it('is not waited for longer than allowed: the task can be tried later', async () => {
    const { outcome, requests } = await run([
      error(429, 'rate_limit_error', 'come back', { 'retry-after': '3600' }),
    ]);
    expect(outcome).toMatchObject({
      status: 'failed',
      retryable: true,
      error: { data: { retryAfterMs: 3_600_000 } },
    });
    expect(requests).toHaveLength(1);
  });

  it('is tried again on 529, on 500 and on an error in the middle of a stream', async () => {
    const inStream: Reply = (response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      response.end(
        'event: error\ndata: {"type":"error","error":{"type":"overloaded_error","message":"Overloaded"}}\n\n',
      );
    };
    const replies = [
      error(529, 'overloaded_error', 'Overloaded'),
      error(500, 'api_error', 'oops'),
      inStream,
      finish,
    ];
    const { outcome, requests } = await run(replies);
    expect(outcome.status).toBe('done');
    expect(requests).toHaveLength(4);
  });

  it('is told of to whoever decides how many workers there are, where it gets too much', async () => {
    const seen: string[] = [];
    const replies = [
      error(429, 'rate_limit_error', 'too fast', { 'retry-after-ms': '1' }),
      error(500, 'api_error', 'oops'),
      error(529, 'overloaded_error', 'Overloaded'),
      finish,
    ];
    await run(replies, { onRateLimited: ({ provider }) => void seen.push(provider) });
    expect(seen).toEqual(['anthropic', 'anthropic']);
  });

  it('is tried again when a stream is cut, wherever it is cut, and nothing of it is acted on', async () => {
    for (const cutAfter of [0, 1, 3, 5, 9]) {
      const cut = message({
        stop: 'tool_use',
        content: [use('write_file', { path: 'b.txt', content: 'half' })],
        cutAfter,
      });
      const { outcome, setting } = await run([cut, finish]);
      expect(outcome, String(cutAfter)).toMatchObject({ status: 'done', filesChanged: [] });
      expect(setting.locks.history).toEqual([]);
    }
  });

  it('is paid for what it sent before the cut', async () => {
    const cut = message({ content: [{ type: 'text', text: 'some text' }], cutAfter: 4 });
    const { outcome } = await run([cut, finish]);
    expect(outcome.usage).toMatchObject({ requests: 2, inputTokens: 200, outputTokens: 51 });
  });

  it('is given up after the tries, and the task can be tried again', async () => {
    const { outcome, requests } = await run([error(529, 'overloaded_error', 'Overloaded')], {
      options: { attempts: 3 },
    });
    expect(requests).toHaveLength(3);
    expect(outcome).toMatchObject({
      status: 'failed',
      retryable: true,
      error: { code: 'provider_failed', data: { status: 529, attempts: 3 } },
    });
  });

  it('is not waited for when nothing comes any more', async () => {
    const silent: Reply = (response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      response.write('event: ping\ndata: {"type":"ping"}\n\n');
    };
    const { outcome, requests } = await run([silent, finish], { options: { idleTimeout: 700 } });
    expect(outcome.status).toBe('done');
    expect(requests.length).toBeGreaterThan(1);
  });

  it('is waited for as long as it gives a sign of life', async () => {
    const slow: Reply = async (response, request) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      for (let ping = 0; ping < 45; ping += 1) {
        response.write('event: ping\ndata: {"type":"ping"}\n\n');
        await new Promise((resolve) => setTimeout(resolve, 50));
      }
      const whole = message({ stop: 'tool_use', content: [use('finish', { summary: 'Slow.' })] });
      response.writeHead = () => response;
      await whole(response, request);
    };
    const { outcome, requests } = await run([slow], { options: { idleTimeout: 2000 } });
    expect(outcome.status).toBe('done');
    expect(requests).toHaveLength(1);
  });

  it('cannot be reached at all: the error says where and why', async () => {
    const { outcome } = await run([], { options: { baseUrl: 'http://127.0.0.1:1', attempts: 2 } });
    expect(outcome).toMatchObject({
      status: 'failed',
      retryable: true,
      error: { data: { reason: 'connection' } },
    });
    expect(outcome.status === 'failed' && outcome.error.message).toMatch(
      /cannot be reached.*ECONNREFUSED|bad port/,
    );
  });
});
