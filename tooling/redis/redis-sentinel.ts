import { untilReply } from './ask-redis.js';
import { freePorts } from './free-ports.js';
import { type RedisServer, startRedisServer } from './redis-server.js';

/** A master with two replicas and three sentinels, on loopback. */
export interface RedisSentinel {
  masterName: string;
  /** The first is the master at the start. */
  servers: ReadonlyArray<{ server: RedisServer; port: number }>;
  sentinels: Array<{ host: string; port: number }>;
  remove(): Promise<void>;
}

export interface RedisSentinelOptions {
  appendOnly?: boolean;
  /** Of the servers. */
  password?: string;
  /** Of the sentinels themselves. */
  sentinelPassword?: string;
}

const masterName = 'main';

export async function startRedisSentinel(options: RedisSentinelOptions = {}): Promise<RedisSentinel> {
  const { appendOnly = false, password, sentinelPassword } = options;
  const [masterPort = 0, ...ports] = await freePorts(6);
  const secret = password === undefined ? [] : ['--requirepass', password, '--masterauth', password];
  const running: RedisServer[] = [];
  const start = async (port: number, more: Parameters<typeof startRedisServer>[0]) => {
    const server = await startRedisServer({ port, ...more });
    running.push(server);
    return { server, port };
  };
  const remove = async () => {
    await Promise.all(running.map((server) => server.remove()));
  };
  try {
    const common = [...secret, '--repl-diskless-sync-delay', '0'];
    const master = await start(masterPort, { appendOnly, arguments: common });
    const follow = ['--replicaof', '127.0.0.1', String(masterPort)];
    const replicas = await Promise.all(
      ports.slice(0, 2).map((port) => start(port, { appendOnly, arguments: [...common, ...follow] })),
    );
    const login = password === undefined ? '' : `AUTH ${password}\r\n`;
    await untilReply(
      { port: masterPort },
      `${login}INFO replication`,
      /slave0:.*state=online.*\s*slave1:.*state=online/,
    );
    const sentinels = await Promise.all(
      ports.slice(2).map((port) => start(port, { sentinel: sentinelLines(masterPort, options) })),
    );
    const sentinelLogin = sentinelPassword === undefined ? '' : `AUTH ${sentinelPassword}\r\n`;
    for (const { port } of sentinels) {
      const question = `${sentinelLogin}INFO sentinel`;
      await untilReply({ port }, question, /status=ok,.*slaves=2,sentinels=3/);
    }
    return {
      masterName,
      servers: [master, ...replicas],
      sentinels: sentinels.map(({ port }) => ({ host: '127.0.0.1', port })),
      remove,
    };
  } catch (error) {
    await remove();
    throw error;
  }
}

function sentinelLines(masterPort: number, { password, sentinelPassword }: RedisSentinelOptions): string[] {
  return [
    `sentinel monitor ${masterName} 127.0.0.1 ${masterPort} 2`,
    `sentinel down-after-milliseconds ${masterName} 1000`,
    `sentinel failover-timeout ${masterName} 5000`,
    ...(password === undefined ? [] : [`sentinel auth-pass ${masterName} ${password}`]),
    ...(sentinelPassword === undefined
      ? []
      : [`requirepass ${sentinelPassword}`, `sentinel sentinel-pass ${sentinelPassword}`]),
  ];
}
