import { isIPv4, isIPv6 } from 'node:net';
import { AgentCoordError } from '@agentcoord/core';

/**
 * A worker on Railway reaches no store of this machine.
 * @throws `misconfigured` without Redis, for a unix socket or loopback, and for a private address unless that is
 * allowed: there may be a tunnel between the networks.
 */
export function refuseLocalRedis(redisUrl: string | undefined, allowPrivate: boolean): void {
  if (redisUrl === undefined || redisUrl === '') {
    throw problem('no Redis is configured, and the file store is on this machine alone', DEFAULT_ADVICE);
  }
  const url = URL.canParse(redisUrl) ? new URL(redisUrl) : undefined;
  if (url === undefined || !['redis:', 'rediss:'].includes(url.protocol)) {
    throw problem('Redis is reached through a unix socket or by no address at all', DEFAULT_ADVICE);
  }
  const host = url.hostname.replace(/^\[|\]$/g, '').toLowerCase();
  if (allowPrivate) return;
  if (isLoopback(host))
    throw problem(`Redis is at ${host}, which on Railway is the worker itself`, DEFAULT_ADVICE);
  if (isPrivate(host)) {
    throw problem(
      `Redis is at ${host}, an address of a private network`,
      `${DEFAULT_ADVICE} Where Railway reaches that network, say so with --force`,
    );
  }
}

const DEFAULT_ADVICE =
  'Use a Redis that both reach, with a password and TLS (rediss://…), or one in the same project of Railway (redis://….railway.internal).';

function isLoopback(host: string): boolean {
  return (
    host === 'localhost' ||
    host.endsWith('.localhost') ||
    host === '::1' ||
    host === '::' ||
    /^(127|0)\./.test(host)
  );
}

function isPrivate(host: string): boolean {
  if (isIPv4(host)) {
    return /^(10\.|192\.168\.|169\.254\.|172\.(1[6-9]|2\d|3[01])\.|100\.(6[4-9]|[7-9]\d|1[01]\d|12[0-7])\.)/.test(
      host,
    );
  }
  if (isIPv6(host)) return /^(f[cd]|fe[89ab]|::ffff:)/.test(host);
  // A name without a dot, or of a home network, is known to this network alone.
  return !host.includes('.') || /\.(local|lan|home|intranet|corp)$/.test(host);
}

function problem(why: string, what: string): AgentCoordError {
  return new AgentCoordError(
    'misconfigured',
    `Workers on Railway cannot reach the store: ${why}. ${what.replace(/\.$/, '')}.`,
    { data: { variable: 'REDIS_URL' } },
  );
}
