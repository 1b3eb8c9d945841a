import { type AgentCoordError, invalid } from '@agentcoord/core';
import type { RedisStorageOptions } from '../redis-storage-options.js';

const DEFAULT_PORT = 6379;
const DEFAULT_SENTINEL_PORT = 26379;

/** Scheme, credentials, hosts, and the rest. Several hosts are more than the URL of the platform knows. */
const PARTS = /^(rediss?)(\+cluster|\+sentinel)?:\/\/(?:([^@/]*)@)?([^/?#]*)(?:\/([^?#]*))?$/i;

/** A path never begins with two slashes: `//:password@host/path` would be taken for one, and shown. */
const SOCKET_PARTS = /^unix:(?:\/\/(?:([^@/]*)@)?)?(\/(?!\/)[^?#]+)(?:\?db=(\d+))?$/i;

/** @throws `invalid_argument`, without showing the address: it may hold a password. */
export function parseRedisUrl(text: string): Partial<RedisStorageOptions> {
  if (text.startsWith('unix:')) return fromSocketUrl(text);
  const match = PARTS.exec(text);
  if (match === null) throw badUrl();
  const [, scheme = '', kind = '', credentials = '', hostList = '', path = ''] = match;
  const sentinel = kind === '+sentinel';
  const hosts = hostList === '' ? [] : hostList.split(',').map((host) => hostOf(host, sentinel));
  const common = {
    ...credentialsOf(credentials),
    ...(scheme.toLowerCase() === 'rediss' ? { tls: true } : {}),
  };
  if (sentinel) {
    const [masterName = '', db = '', ...more] = path.split('/');
    if (masterName === '' || hosts.length === 0 || more.length > 0) throw badUrl();
    return { ...common, sentinels: hosts, masterName: decoded(masterName), ...database(db) };
  }
  if (kind === '+cluster' || hosts.length > 1) {
    if (hosts.length === 0 || (path !== '' && path !== '0')) throw badUrl();
    return { ...common, cluster: hosts };
  }
  return { ...common, ...hosts[0], ...database(path) };
}

function fromSocketUrl(text: string): Partial<RedisStorageOptions> {
  const match = SOCKET_PARTS.exec(text);
  if (match === null) throw badUrl();
  const [, credentials = '', path = '', db = ''] = match;
  return { ...credentialsOf(credentials), path: decoded(path), ...database(db) };
}

function hostOf(text: string, sentinel: boolean): { host: string; port: number } {
  const match = /^(?:\[([^\]]+)\]|([^:[\]]+))(?::(\d{1,5}))?$/.exec(text);
  const host = match?.[1] ?? match?.[2];
  if (host === undefined) throw badUrl();
  return { host, port: Number(match?.[3] ?? (sentinel ? DEFAULT_SENTINEL_PORT : DEFAULT_PORT)) };
}

function credentialsOf(text: string): { username?: string; password?: string } {
  const colon = text.indexOf(':');
  const username = decoded(colon < 0 ? text : text.slice(0, colon));
  const password = colon < 0 ? '' : decoded(text.slice(colon + 1));
  return { ...(username === '' ? {} : { username }), ...(password === '' ? {} : { password }) };
}

function database(text: string): { db?: number } {
  if (text === '') return {};
  if (!/^\d{1,5}$/.test(text)) throw badUrl();
  return { db: Number(text) };
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw badUrl();
  }
}

function badUrl(): AgentCoordError {
  return invalid(
    'url',
    'like redis://user:password@host:6379/0, rediss://host, unix:///path/to/redis.sock, ' +
      'redis+cluster://host:7000,host:7001 or redis+sentinel://host:26379,host:26380/name-of-master',
  );
}
