import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { type RedisServer, startRedisServer } from '../../../tooling/redis/redis-server.js';

/** A private server as most people reach theirs: over TCP on this machine. */
export async function redisOnLoopback(): Promise<{ server: RedisServer; port: number }> {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const { port } = probe.address() as AddressInfo;
  probe.close();
  await once(probe, 'close');
  return { server: await startRedisServer({ port }), port };
}
