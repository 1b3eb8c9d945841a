import { once } from 'node:events';
import { connect } from 'node:net';
import { describe, expect, test } from 'vitest';
import { redisMissing, startRedisServer } from '../redis/redis-server.js';

const missing = redisMissing();

describe.skipIf(missing)(`a private redis-server${missing ? ` (${missing})` : ''}`, () => {
  test('answers on its socket, and is gone with its folder afterwards', async () => {
    const server = await startRedisServer();
    try {
      expect(await ask(server.socketPath, 'PING')).toBe('+PONG\r\n');
    } finally {
      await server.remove();
    }
    await expect(ask(server.socketPath, 'PING')).rejects.toThrow();
  });

  test('finds its data again after a kill when it has an append-only file', async () => {
    const server = await startRedisServer({ appendOnly: 'every write' });
    try {
      await ask(server.socketPath, 'SET key value');
      await server.stop('SIGKILL');
      await server.start();
      expect(await ask(server.socketPath, 'GET key')).toContain('value');
    } finally {
      await server.remove();
    }
  });
});

async function ask(path: string, command: string): Promise<string> {
  const socket = connect(path);
  try {
    socket.write(`${command}\r\n`);
    const [reply] = (await once(socket, 'data')) as [Buffer];
    return reply.toString();
  } finally {
    socket.destroy();
  }
}
