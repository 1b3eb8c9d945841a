import { AgentCoordError } from '@agentcoord/core';
import { type RedisServer, startRedisServer } from '@agentcoord/tooling/redis-server';
import type { Redis } from 'ioredis';
import { describe, expect, test } from 'vitest';
import { type ErrorClass, errorClass } from '../src/errors/error-class.js';
import { openRedisStorage } from '../src/index.js';
import { withClient } from './harness/redis-client.js';
import { missing, unless } from './harness/redis-namespace.js';

/** Each error as a real server gives it: what brings it about, and a command that then meets it. */
interface Injected {
  error: string;
  expected: ErrorClass;
  server?: string[];
  provoke(redis: Redis, server: RedisServer): Promise<unknown>;
}

const WRITE = "return redis.call('SET', KEYS[1], 'x')";
const write = (redis: Redis) => redis.eval(WRITE, 1, '{ac:x}:key');

const INJECTED: Injected[] = [
  { error: 'NOSCRIPT', expected: 'no-script', provoke: (redis) => redis.evalsha('0'.repeat(40), 0) },
  {
    error: 'OOM',
    expected: 'degraded',
    async provoke(redis) {
      await redis.config('SET', 'maxmemory', '1');
      return write(redis);
    },
  },
  {
    error: 'NOREPLICAS',
    expected: 'degraded',
    async provoke(redis) {
      await redis.config('SET', 'min-replicas-to-write', '1');
      return write(redis);
    },
  },
  {
    error: 'READONLY',
    expected: 'elsewhere',
    async provoke(redis) {
      await redis.replicaof('127.0.0.1', '1');
      return write(redis);
    },
  },
  {
    error: 'MASTERDOWN',
    expected: 'busy',
    async provoke(redis) {
      await redis.config('SET', 'replica-serve-stale-data', 'no');
      await redis.replicaof('127.0.0.1', '1');
      return write(redis);
    },
  },
  {
    error: 'CLUSTERDOWN',
    expected: 'busy',
    server: ['--cluster-enabled', 'yes', '--port', '0'],
    provoke: write,
  },
  {
    error: 'NOPERM',
    expected: 'configuration',
    async provoke(redis, server) {
      await redis.acl('SETUSER', 'reader', 'on', '>secret', '~*', '+@all', '-eval');
      return withClient(server, async (other) => {
        await other.auth('reader', 'secret');
        return write(other);
      });
    },
  },
  {
    error: 'WRONGPASS',
    expected: 'configuration',
    provoke: (redis) => redis.auth('nobody', 'wrong'),
  },
  {
    error: 'BUSY',
    expected: 'busy',
    async provoke(redis, server) {
      await redis.config('SET', 'lua-time-limit', '1');
      const endless = redis.eval('while true do end', 0).catch(() => undefined);
      try {
        return await withClient(server, async (other) => {
          // Until the limit has passed the server does not answer at all; then it says that it is busy.
          return other.set('key', 'value');
        });
      } finally {
        await withClient(server, (other) => other.script('KILL'));
        await endless;
      }
    },
  },
];

/** Those that cannot be brought about with one small server, in the words of Redis. */
const SPELLED: Array<[message: string, expected: ErrorClass]> = [
  ['LOADING Redis is loading the dataset in memory', 'busy'],
  ['TRYAGAIN Multiple keys request during rehashing of slot', 'busy'],
  ['MOVED 3999 127.0.0.1:6381', 'elsewhere'],
  ['ASK 3999 127.0.0.1:6381', 'elsewhere'],
  ['MISCONF Errors writing to the AOF file: No space left on device', 'degraded'],
  ['NOAUTH Authentication required.', 'configuration'],
  ['ERR Error running script (call to f_1): @user_script:1: -OOM command not allowed', 'degraded'],
  [
    "ERR The user executing the script can't run this command or subcommand script: f00, on …",
    'configuration',
  ],
  ['ERR unknown command', 'internal'],
];

describe('an error of Redis', () => {
  test.each(SPELLED)('%s is classed right', (message, expected) => {
    expect(errorClass(Object.assign(new Error(message), { name: 'ReplyError' }))).toBe(expected);
  });

  test('of a certificate is a wrong configuration', () => {
    for (const code of ['SELF_SIGNED_CERT_IN_CHAIN', 'CERT_HAS_EXPIRED', 'ERR_TLS_CERT_ALTNAME_INVALID'])
      expect(errorClass(Object.assign(new Error('no'), { code }))).toBe('configuration');
  });

  test('of the connection means unknown, unless nothing was written', () => {
    expect(errorClass(new Error('read ECONNRESET'))).toBe('unknown');
    expect(errorClass(new Error("Stream isn't writeable and enableOfflineQueue options is false"))).toBe(
      'not-sent',
    );
  });

  describe.skipIf(missing)(`from a real server${unless}`, () => {
    test.each(INJECTED)('$error is classed right', async ({ error, expected, server: more, provoke }) => {
      const server = await startRedisServer(more ? { arguments: more } : {});
      try {
        const met = await withClient(server, (redis) =>
          provoke(redis, server).catch((thrown: unknown) => thrown),
        );
        expect(String(met)).toContain(error);
        expect(errorClass(met)).toBe(expected);
      } finally {
        await server.remove();
      }
    });

    test('about credentials comes at once, as misconfigured, and without the password', async () => {
      const server = await startRedisServer({ arguments: ['--requirepass', 'right-password'] });
      try {
        for (const options of [
          { password: 'wrong-password-canary' },
          {},
          { username: 'nobody', password: 'wrong-password-canary' },
        ]) {
          const opened = await openRedisStorage({
            namespace: 'x',
            path: server.socketPath,
            ...options,
          }).catch((thrown: unknown) => thrown);
          const error = AgentCoordError.is(opened, 'misconfigured') ? opened : expect.fail(String(opened));
          expect(
            `${error.message} ${JSON.stringify(error)} ${error.stack} ${String(error.cause)}`,
          ).not.toContain('canary');
        }
        const storage = await openRedisStorage({
          namespace: 'x',
          path: server.socketPath,
          password: 'right-password',
        });
        expect((await storage.describe()).address).not.toContain('right-password');
        await storage.close();
      } finally {
        await server.remove();
      }
    });
  });
});
