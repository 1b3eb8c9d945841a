import { request } from 'node:http';
import { expect, test, vi } from 'vitest';
import { serveHttp } from '../src/index.js';
import { temporaryRepository } from './support/repository.js';
import { serve, TOKEN } from './support/served.js';

vi.setConfig({ testTimeout: 60_000 });

const INITIALIZE = JSON.stringify({
  jsonrpc: '2.0',
  id: 1,
  method: 'initialize',
  params: { protocolVersion: '2025-06-18', capabilities: {}, clientInfo: { name: 'raw', version: '1' } },
});

const RIGHT = {
  authorization: `Bearer ${TOKEN}`,
  'content-type': 'application/json',
  accept: 'application/json, text/event-stream',
};

function post(
  url: URL,
  headers: Record<string, string>,
  body = INITIALIZE,
): Promise<{ status: number; text: string }> {
  return new Promise((resolve, reject) => {
    const sent = request(url, { method: 'POST', headers }, (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (part: string) => {
        text += part;
      });
      response.on('end', () => resolve({ status: response.statusCode ?? 0, text }));
    });
    sent.on('error', reject);
    sent.end(body);
  });
}

test.each([
  ['without a token', { authorization: '' }, 401],
  ['with a wrong token', { authorization: 'Bearer another-token-of-16' }, 401],
  ['with the beginning of the token', { authorization: `Bearer ${TOKEN.slice(0, -1)}` }, 401],
  ['through a name of a web page', { host: 'evil.example' }, 403],
  ['through a name that begins like this machine', { host: 'localhost.evil.example' }, 403],
  ['from a page of another origin', { origin: 'https://evil.example' }, 403],
  ['from a page without an origin of its own', { origin: 'null' }, 403],
  ['from a page of this machine', { origin: 'http://localhost:3000' }, 200],
  ['as it should be', {}, 200],
])('a request %s is answered with %s', async (_what, changed, status) => {
  const served = await serve(temporaryRepository(), 'none');
  const answer = await post(served.url, { ...RIGHT, ...changed });
  expect(answer.status).toBe(status);
  expect(answer.text + served.log.join('\n')).not.toContain(TOKEN);
});

test('what is too long, no JSON, or of a session that ended gets an error of the protocol', async () => {
  const { url } = await serve(temporaryRepository(), 'none');
  expect(await post(url, RIGHT, '{')).toMatchObject({ status: 400, text: expect.stringContaining('-32700') });
  const long = await post(url, RIGHT, `"${'x'.repeat(1024 * 1024)}"`);
  expect(long).toMatchObject({ status: 413, text: expect.stringContaining('-32600') });
  expect((await post(url, { ...RIGHT, 'mcp-session-id': 'gone' })).status).toBe(404);
  expect((await post(url, RIGHT, '{"jsonrpc":"2.0","id":1,"method":"tools/list"}')).status).toBe(400);
});

test('a session that is no longer heard of ends, and what it held is free', async () => {
  const served = await serve(temporaryRepository(), 'none', { idleMs: 3_000 });
  const observer = await served.observer();
  const { call, transport } = await served.connect();
  await call('lock_files', { paths: ['a.ts'] });
  // Its streams end, as those of a client that was killed; the session is not said goodbye to.
  await transport.close();
  await expect.poll(() => observer.locks.list(), { timeout: 20_000 }).toEqual([]);
});

test('a session that ends itself leaves at once, also while it has a stream', async () => {
  const served = await serve(temporaryRepository(), 'none');
  const observer = await served.observer();
  const { call, transport } = await served.connect();
  await call('lock_files', { paths: ['a.ts'] });
  await transport.terminateSession();
  await expect.poll(() => observer.locks.list(), { timeout: 20_000 }).toEqual([]);
});

test('a token that could be guessed is refused', async () => {
  const serving = serveHttp({
    connect: { cwd: temporaryRepository(), redisUrl: 'none', environment: {} },
    port: 0,
    token: 'short',
    version: '0.0.0',
    log: () => undefined,
    signal: AbortSignal.abort(),
    onListening: () => undefined,
  });
  await expect(serving).rejects.toMatchObject({ code: 'misconfigured' });
});
