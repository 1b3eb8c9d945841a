import { type RedisServer, startRedisServer } from '@agentcoord/tooling/redis-server';
import { onTestFinished } from 'vitest';
import { temporaryRepository, write } from './temporary.js';

/** Scaled down, as far as a busy machine answers a probe in time: a sixteenth of the objection time. */
const TIMES = { objection: '2s', alone: '4s', freeze: '2s', lockDelay: '200ms' };

/** A clone of one repository: clones meet in Redis, and each has a store of its own. */
export function cloneWithFallback(times: Partial<typeof TIMES> = {}): string {
  const cwd = temporaryRepository({ origin: 'https://host.example/team/app' });
  write(
    cwd,
    '.agentcoord/config.json',
    JSON.stringify({ fallback: 'auto', fallbackTimes: { ...TIMES, ...times } }),
  );
  return cwd;
}

/** A server that keeps what it acknowledged, whatever ends it. */
export async function privateServer(
  ...words: string[]
): Promise<RedisServer & { url(password?: string): string }> {
  const server = await startRedisServer({ appendOnly: 'every write', arguments: words });
  onTestFinished(() => server.remove());
  const url = (password = ''): string =>
    password === '' ? `unix://${server.socketPath}` : `unix://:${password}@${server.socketPath}`;
  return Object.assign(server, { url });
}
