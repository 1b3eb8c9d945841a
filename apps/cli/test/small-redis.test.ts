import { createConnection } from 'node:net';
import { startRedisServer } from '@agentcoord/tooling/redis-server';
import { describe, expect, test } from 'vitest';
import { Replies, ReplyError } from '../bundle/shims/replies.js';
import { Redis } from '../bundle/shims/small-redis.js';
import { missing, unless } from './support/redis.js';

test('replies are the same however they were cut on their way', () => {
  const text =
    '+OK\r\n$5\r\nh€x\r\n:42\r\n$-1\r\n*-1\r\n-ERR no\r\n*3\r\n$2\r\na\n\r\n*1\r\n:7\r\n-WRONGTYPE x\r\n$0\r\n\r\n';
  const bytes = Buffer.from(text);
  const expected = [
    ...['OK', 'h€x', 42, null, null, new ReplyError('ERR no')],
    ['a\n', [7], new ReplyError('WRONGTYPE x')],
    '',
  ];
  for (let first = 0; first <= bytes.length; first += 1) {
    for (let second = first; second <= bytes.length; second += 1) {
      const replies = new Replies();
      const chunks = [bytes.subarray(0, first), bytes.subarray(first, second), bytes.subarray(second)];
      expect(chunks.flatMap((chunk) => replies.add(chunk))).toEqual(expected);
    }
  }
});

describe.skipIf(missing)(`the connection of quick commands${unless}`, () => {
  /** As the storage's own connector, without looking where the server is. */
  const connectorTo = (path: string) =>
    class {
      private socket = createConnection({ path });
      connect = () => Promise.resolve(this.socket);
      disconnect = (): void => void this.socket.destroy();
    };

  test('asks, in order, and tells what a server refuses by the names that ioredis gives', async () => {
    const server = await startRedisServer();
    const redis = new Redis({ Connector: connectorTo(server.socketPath), db: 3 });
    try {
      expect(await redis.call('PING').catch((error: Error) => error.message)).toMatch(
        /^Stream isn't writeable/,
      );
      await redis.connect();
      const answers = await Promise.all([
        redis.call('HSET', 'a', 'field', 'h€x'),
        redis.hmget('a', 'field', 'none'),
        redis.call('LRANGE', 'a', 0, 1).catch((error: Error) => `${error.name} ${error.message.slice(0, 9)}`),
        redis.info().then((info) => /db3:keys=1/.test(String(info))),
      ]);
      expect(answers).toEqual([1, ['h€x', null], 'ReplyError WRONGTYPE', true]);
    } finally {
      redis.disconnect();
      await server.remove();
    }
  });

  test('rejects what is under way when the server goes, and is told so', async () => {
    const server = await startRedisServer();
    const redis = new Redis({ Connector: connectorTo(server.socketPath), retryStrategy: null });
    redis.on('error', () => undefined);
    try {
      await redis.connect();
      const closed = new Promise((resolve) => redis.once('close', resolve));
      server.pause();
      const waiting = redis.call('PING');
      const told = expect(waiting).rejects.toThrow('Connection is closed.');
      await server.stop('SIGKILL');
      await Promise.all([told, closed]);
      await expect(redis.call('PING')).rejects.toThrow("Stream isn't writeable");
    } finally {
      redis.disconnect();
      await server.remove();
    }
  });
});
