import { once } from 'node:events';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type FaultProxy, startFaultProxy } from '../redis/fault-proxy.js';

let received: string[];
let echo: Server;
let proxy: FaultProxy;

beforeEach(async () => {
  received = [];
  echo = createServer((socket) =>
    socket.on('data', (chunk) => {
      received.push(chunk.toString());
      socket.write(`you said ${chunk}`);
    }),
  ).listen(0, '127.0.0.1');
  await once(echo, 'listening');
  const address = echo.address();
  proxy = await startFaultProxy({ port: typeof address === 'object' && address ? address.port : 0 });
});
afterEach(async () => {
  await proxy.close();
  echo.close();
});

test('passes everything on while nothing is asked for', async () => {
  expect(await say('hello')).toBe('you said hello');
});

test('loses the reply of a request that ran', async () => {
  const happened = proxy.failNext({ kind: 'cut-after-request' }, 'pay');
  expect(await say('hello')).toBe('you said hello');
  expect(await say('pay 5')).toBe('');
  await happened;
  expect(received).toEqual(['hello', 'pay 5']);
  expect(await say('hello')).toBe('you said hello');
});

test('cuts in the middle of a reply', async () => {
  void proxy.failNext({ kind: 'cut-in-reply', bytes: 3 });
  expect(await say('hello')).toBe('you');
});

test('cuts before the server has seen the request', async () => {
  void proxy.failNext({ kind: 'cut-before-request' });
  expect(await say('hello')).toBe('');
  expect(received).toEqual([]);
});

test('lets nothing overtake what it holds back, also once the delay has ended', async () => {
  const socket = open();
  await once(socket, 'connect');
  proxy.delay(50);
  const marked = proxy.failNext({ kind: 'cut-before-request' }, 'marker');
  socket.write('first');
  expect(await say('marker')).toBe('');
  await marked;
  proxy.delay(0);
  socket.write('second');
  let heard = '';
  for await (const chunk of socket) {
    heard += chunk;
    if (heard.includes('second')) break;
  }
  expect(received.join(' ')).toMatch(/first ?second/);
});

test('swallows requests while connections stay up', async () => {
  const socket = open();
  await once(socket, 'connect');
  proxy.blackHole('to-server');
  socket.write('lost');
  expect(await say('hello', 'from the start')).toBe('');
  expect(socket.destroyed).toBe(false);
  proxy.blackHole('none');
  expect(await say('heard')).toBe('you said heard');
  expect(received).toEqual(['heard']);
  socket.destroy();
});

test('refuses new connections and cuts those there are', async () => {
  const socket = open();
  await once(socket, 'connect');
  proxy.refuse(true);
  await once(socket, 'close');
  expect(await say('hello')).toBe('');
});

function open(): Socket {
  const socket = connect(proxy.port, '127.0.0.1');
  socket.on('error', () => undefined);
  return socket;
}

/** The first answer, or nothing when the connection ends before one or the request is not to be answered. */
async function say(text: string, unanswered?: string): Promise<string> {
  const socket = open();
  socket.write(text);
  if (unanswered !== undefined) socket.end();
  const reply = await new Promise<string>((resolve) => {
    socket.once('data', (chunk) => resolve(chunk.toString()));
    socket.once('close', () => resolve(''));
  });
  socket.destroy();
  return reply;
}
