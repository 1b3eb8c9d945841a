import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { openQueue } from './queue.js';
import { createService } from './service.js';

const { storage, queue } = await openQueue('service');
await using _closedAtTheEnd = storage;
const server = createService(queue).listen(0, '127.0.0.1');
await once(server, 'listening');
const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

// A job is taken although nobody is there to do it.
const posted = await ask('/jobs', { url: 'https://example.com/cat.png', priority: 5 });
console.log(`POST /jobs: ${posted.status} ${JSON.stringify(posted.body)}`);
assert.equal(posted.status, 202);
const job = `/jobs/${posted.body.id}`;
const before = await ask(job);
console.log(`GET ${job}: ${JSON.stringify(before.body)}`);
assert.equal(before.body.state, 'ready');

// A worker comes, in a process of its own, and does it.
const worker = spawn(process.execPath, [...process.execArgv, join(import.meta.dirname, 'worker.ts')], {
  stdio: 'inherit',
});
await queue.waitFor(String(posted.body.id), { timeout: '1m' });
const after = await ask(job);
console.log(`GET ${job}: ${JSON.stringify(after.body)}`);
assert.deepEqual(after.body, {
  id: posted.body.id,
  state: 'completed',
  attempts: 1,
  result: { thumbnail: 'https://example.com/cat.png?size=small' },
});

// What is wrong with a request is said in words of the queue; nothing was stored.
const wrong = await ask('/jobs', { url: 'https://example.com/dog.png', priority: 9 });
console.log(`POST /jobs: ${wrong.status} ${JSON.stringify(wrong.body)}`);
assert.deepEqual(
  [wrong.status, (await ask('/jobs', {})).status, (await ask('/jobs/none')).status],
  [400, 400, 404],
);
assert.deepEqual((await ask('/health')).body, { waiting: 0, running: 0 });

worker.kill('SIGTERM');
const [code] = await once(worker, 'exit');
assert.equal(code, 0);
server.close();
server.closeAllConnections();
console.log('As it should be: the job was taken, done by a worker, and its state could be asked for.');

async function ask(path: string, body?: object) {
  const request = body && {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  };
  const response = await fetch(`${address}${path}`, request);
  return { status: response.status, body: (await response.json()) as Record<string, unknown> };
}
