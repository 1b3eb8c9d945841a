import { type AgentCoordError, backoffMs, invalid } from '@agentcoord/core';
import type { RedisOptions } from 'ioredis';
import type { Place } from '../errors/storage-error.js';
import type { RedisStorageOptions } from '../redis-storage-options.js';

const DEFAULT_SILENCE_MS = 1_500;

/** What ioredis is told, and what people are told. */
export function connectionOptions(options: RedisStorageOptions): { redis: RedisOptions; place: Place } {
  const merged = { ...(options.url === undefined ? {} : fromUrl(options.url)), ...withoutUndefined(options) };
  const { host = '127.0.0.1', port = 6379, path, username, password, db = 0, tls = false } = merged;
  const target = path === undefined ? { host, port } : { path };
  const redis: RedisOptions = {
    ...target,
    ...(username ? { username } : {}),
    ...(password ? { password } : {}),
    ...(tls ? { tls: tls === true ? {} : tls } : {}),
    db,
    protocol: 2,
    lazyConnect: true,
    // A command is sent once, on a connection that is up, and its fate is told: retrying is our business.
    enableOfflineQueue: false,
    autoResendUnfulfilledCommands: false,
    maxRetriesPerRequest: 0,
    connectTimeout: 2_000,
    socketTimeout: options.silenceMs ?? DEFAULT_SILENCE_MS,
    // Full jitter, so that a fleet does not come back as one.
    retryStrategy: (attempt) => 5 + backoffMs(attempt, { baseMs: 25, maxMs: 1_000 }),
  };
  const where = path === undefined ? `${tls ? 'rediss' : 'redis'}://${host}:${port}` : `unix://${path}`;
  return {
    redis,
    place: { address: `${where}${db === 0 ? '' : `/${db}`}`, secrets: password ? [password] : [] },
  };
}

function fromUrl(text: string): Partial<RedisStorageOptions> {
  const url = parse(text);
  const credentials = {
    ...(url.username === '' ? {} : { username: decodeURIComponent(url.username) }),
    ...(url.password === '' ? {} : { password: decodeURIComponent(url.password) }),
  };
  if (url.protocol === 'unix:') {
    const db = url.searchParams.get('db');
    return {
      ...credentials,
      path: decodeURIComponent(url.pathname),
      ...(db === null ? {} : { db: database(db) }),
    };
  }
  if (url.protocol !== 'redis:' && url.protocol !== 'rediss:') throw badUrl();
  const db = url.pathname.replace('/', '');
  return {
    ...credentials,
    ...(url.hostname === '' ? {} : { host: url.hostname.replace(/^\[|\]$/g, '') }),
    ...(url.port === '' ? {} : { port: Number(url.port) }),
    ...(db === '' ? {} : { db: database(db) }),
    ...(url.protocol === 'rediss:' ? { tls: true } : {}),
  };
}

function parse(text: string): URL {
  try {
    return new URL(text);
  } catch {
    throw badUrl();
  }
}

function database(text: string): number {
  if (/^\d{1,5}$/.test(text)) return Number(text);
  throw badUrl();
}

/** The address is not shown: it may hold a password. */
function badUrl(): AgentCoordError {
  return invalid(
    'url',
    'like redis://user:password@host:6379/0, rediss://host or unix:///path/to/redis.sock',
  );
}

function withoutUndefined(options: RedisStorageOptions): Partial<RedisStorageOptions> {
  return Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined));
}
