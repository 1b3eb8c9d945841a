import { backoffMs, invalid } from '@agentcoord/core';
import type { RedisOptions } from 'ioredis';
import type { Place } from '../errors/storage-error.js';
import { keysOf } from '../keys.js';
import type { RedisStorageOptions } from '../redis-storage-options.js';
import { parseRedisUrl } from './parse-url.js';
import { clusterOwner } from './whereabouts/cluster-owner.js';
import { connectThere } from './whereabouts/connect-there.js';
import { type Endpoint, endpointText } from './whereabouts/endpoint.js';
import { sentinelMaster } from './whereabouts/sentinel-master.js';
import { socketConnector } from './whereabouts/socket-connector.js';
import { oneServer, type Whereabouts } from './whereabouts/whereabouts.js';

const DEFAULT_SILENCE_MS = 1_500;

/** What ioredis is told, where it connects to, and what people are told. */
export interface Connection {
  redis: RedisOptions;
  whereabouts: Whereabouts;
  place: Place;
}

export function connectionOptions(options: RedisStorageOptions): Connection {
  const merged = {
    ...(options.url === undefined ? {} : parseRedisUrl(options.url)),
    ...withoutUndefined(options),
  };
  const { username, password, sentinelPassword, db = 0, tls = false } = merged;
  const { whereabouts, address } = whereaboutsOf(merged);
  const redis: RedisOptions = {
    ...(username ? { username } : {}),
    ...(password ? { password } : {}),
    Connector: socketConnector(connectThere(whereabouts, { tls, delayMs: reconnectDelayMs })),
    db,
    protocol: 2,
    lazyConnect: true,
    // A command is sent once, on a connection that is up, and its fate is told: retrying is our business.
    enableOfflineQueue: false,
    autoResendUnfulfilledCommands: false,
    maxRetriesPerRequest: 0,
    socketTimeout: options.silenceMs ?? DEFAULT_SILENCE_MS,
    retryStrategy: reconnectDelayMs,
  };
  const secrets = [password, sentinelPassword].flatMap((secret) => (secret ? [secret] : []));
  return { redis, whereabouts, place: { address: `${address}${db === 0 ? '' : `/${db}`}`, secrets } };
}

/** Full jitter, so that a fleet does not come back as one. */
function reconnectDelayMs(attempt: number): number {
  return 5 + backoffMs(attempt, { baseMs: 25, maxMs: 1_000 });
}

function whereaboutsOf(options: RedisStorageOptions): { whereabouts: Whereabouts; address: string } {
  const { host = '127.0.0.1', port = 6379, path, username, password, tls = false } = options;
  const scheme = tls ? 'rediss' : 'redis';
  const cluster = (seeds: Endpoint[]) =>
    clusterOwner(seeds, keysOf(options.namespace).meta, { username, password, tls });
  if (options.sentinels !== undefined) {
    const sentinels = endpoints('sentinels', options.sentinels, 26379);
    const masterName = options.masterName ?? '';
    if (masterName === '') throw invalid('masterName', 'the name by which the sentinels know the master');
    const login = { username: options.sentinelUsername, password: options.sentinelPassword, tls };
    return {
      whereabouts: sentinelMaster(sentinels, masterName, login),
      address: `${scheme}+sentinel://${sentinels.map(endpointText).join(',')}/${masterName}`,
    };
  }
  if (options.cluster !== undefined) {
    const seeds = endpoints('cluster', options.cluster, 6379);
    if ((options.db ?? 0) !== 0) throw invalid('db', '0: a Cluster has no other databases');
    return {
      whereabouts: cluster(seeds),
      address: `${scheme}+cluster://${seeds.map(endpointText).join(',')}`,
    };
  }
  const endpoint = path === undefined ? { host, port } : { path };
  const address = path === undefined ? `${scheme}://${endpointText(endpoint)}` : `unix://${path}`;
  return { whereabouts: oneServer(endpoint, cluster), address };
}

function endpoints(
  field: string,
  given: ReadonlyArray<{ host: string; port?: number }>,
  defaultPort: number,
): Endpoint[] {
  if (given.length === 0) throw invalid(field, 'a list of at least one host');
  return given.map(({ host, port = defaultPort }) => ({ host, port }));
}

function withoutUndefined(options: RedisStorageOptions): RedisStorageOptions {
  return Object.fromEntries(
    Object.entries(options).filter(([, value]) => value !== undefined),
  ) as unknown as RedisStorageOptions;
}
