import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type RedisServer, startRedisServer } from '@agentcoord/tooling/redis-server';
import { onTestFinished } from 'vitest';
import { initRepository } from './repository.js';

/** Scaled down, as far as a busy machine answers a probe in time: a sixteenth of the objection time. */
const TIMES = { objection: '2s', alone: '4s', freeze: '2s', lockDelay: '200ms' };

/** Makes a folder a clone of one project: clones meet in Redis, and each has a store of its own. */
export async function withFallback(folder: string, times: Partial<typeof TIMES> = {}): Promise<string> {
  await mkdir(join(folder, '.agentcoord'), { recursive: true });
  const text = JSON.stringify({
    namespace: 'shared',
    fallback: 'auto',
    fallbackTimes: { ...TIMES, ...times },
  });
  await writeFile(join(folder, '.agentcoord', 'config.json'), text);
  return folder;
}

export async function anotherClone(beside: string, times: Partial<typeof TIMES> = {}): Promise<string> {
  const folder = join(beside, 'another-clone');
  await initRepository(folder);
  return withFallback(folder, times);
}

/** A server that keeps what it acknowledged, whatever ends it. */
export async function keepingServer(): Promise<RedisServer> {
  const server = await startRedisServer({ appendOnly: 'every write' });
  onTestFinished(() => server.remove());
  return server;
}
