import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { AgentCoordError } from '@agentcoord/core';
import { untilReply } from '@agentcoord/tooling/ask-redis';
import {
  type RedisServer,
  type RedisServerOptions,
  startRedisServer,
} from '@agentcoord/tooling/redis-server';
import type { Redis } from 'ioredis';
import { describe, expect, test } from 'vitest';
import { type ErrorClass, errorClass } from '../src/errors/error-class.js';
import { openRedisStorage } from '../src/index.js';
import { withClient, withImpatientClient } from './harness/redis-client.js';
import { missing, unless } from './harness/redis-namespace.js';

/** Each error as a real server gives it: what brings it about, and a command that then meets it. */
interface Injected {
  error: string;
  expected: ErrorClass;
  server?: RedisServerOptions;
  provoke(redis: Redis, server: RedisServer): Promise<unknown>;
}

const WRITE = "return redis.call('SET', KEYS[1], 'x')";
const write = (redis: Redis) => redis.eval(WRITE, 1, '{ac:x}:key');

/** Two keys whose slots lie in different halves. */
const [OURS, OUR_SLOT, THEIRS] = ['bar', 5061, 'foo'];
const [OWN_NODE, OTHER_NODE] = ['a'.repeat(40), 'b'.repeat(40)];

/** A node that believes in another one, which has the other half of the slots. */
function halfOfACluster(): RedisServerOptions {
  return {
    arguments: ['--cluster-enabled', 'yes', '--cluster-node-timeout', '600000'],
    files: {
      'nodes.conf': [
        `${OWN_NODE} 127.0.0.1:1@2 myself,master - 0 0 1 connected 0-8191`,
        `${OTHER_NODE} 127.0.0.1:3@4 master - 0 0 2 connected 8192-16383`,
        'vars currentEpoch 2 lastVoteEpoch 0\n',
      ].join('\n'),
    },
  };
}

async function untilLoading(server: RedisServer): Promise<unknown> {
  for (;;) {
    const met = await withImpatientClient(server, (redis) => redis.set('key', 'value')).catch(
      (error: unknown) => error,
    );
    if (met === 'OK' || String(met).includes('LOADING')) return met;
  }
}

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
    server: { arguments: ['--cluster-enabled', 'yes'] },
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
  {
    error: 'UNKILLABLE',
    expected: 'busy',
    async provoke(redis, server) {
      await redis.config('SET', 'lua-time-limit', '1');
      redis.eval("redis.call('SET', 'a', 'b') while true do end", 0).catch(() => undefined);
      return withImpatientClient(server, async (other) => {
        await other.set('key', 'value').catch(() => undefined);
        return other.script('KILL');
      });
    },
  },
  {
    error: 'NOAUTH',
    expected: 'configuration',
    server: { arguments: ['--requirepass', 'secret'] },
    provoke: write,
  },
  {
    error: 'MISCONF',
    expected: 'degraded',
    async provoke(redis, server) {
      await redis.config('SET', 'save', '3600 1000000');
      // A snapshot fails where its file would be a folder.
      mkdirSync(join(server.folder, 'dump.rdb'));
      await redis.bgsave();
      while (!/rdb_last_bgsave_status:err/.test(await redis.info('persistence')));
      return write(redis);
    },
  },
  {
    error: 'LOADING',
    expected: 'busy',
    server: {
      arguments: [
        '--key-load-delay',
        '20000',
        '--loading-process-events-interval-bytes',
        '1024',
        '--rdbcompression',
        'no',
      ],
    },
    async provoke(redis, server) {
      for (let index = 0; index < 100; index += 1) await redis.set(`key${index}`, 'x'.repeat(2_000));
      await redis.save();
      await server.stop('SIGKILL');
      const starting = server.start();
      try {
        return await untilLoading(server);
      } finally {
        await starting;
      }
    },
  },
  ...['MOVED', 'ASK', 'TRYAGAIN'].map(
    (error): Injected => ({
      error,
      expected: error === 'TRYAGAIN' ? 'busy' : 'elsewhere',
      server: halfOfACluster(),
      async provoke(redis, server) {
        await untilReply({ path: server.socketPath }, 'CLUSTER INFO', /cluster_state:ok/);
        if (error === 'MOVED') return redis.set(THEIRS, 'x');
        await redis.set(`{${OURS}}there`, 'x');
        await redis.call('CLUSTER', 'SETSLOT', OUR_SLOT, 'MIGRATING', OTHER_NODE);
        const script = "return redis.call('GET', KEYS[1])";
        if (error === 'ASK') return redis.eval(script, 1, `{${OURS}}missing`);
        return redis.eval(script, 2, `{${OURS}}there`, `{${OURS}}missing`);
      },
    }),
  ),
];

/** As older versions spell them, or where they come wrapped. */
const SPELLED: Array<[message: string, expected: ErrorClass]> = [
  ['MISCONF Errors writing to the AOF file: No space left on device', 'degraded'],
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
      const server = await startRedisServer(more);
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
