import { AgentCoordError } from '@agentcoord/core';
import { expect, test } from 'vitest';
import { connectionOptions } from '../src/connection/connection-options.js';
import { parseRedisUrl } from '../src/connection/parse-url.js';

const parsed = (url: string) => connectionOptions({ namespace: 'x', url });
const nobodyStops = new AbortController().signal;

test.each([
  ['redis://localhost', { host: 'localhost', port: 6379 }, { db: 0 }, 'redis://localhost:6379'],
  ['redis://host:6380/2', { host: 'host', port: 6380 }, { db: 2 }, 'redis://host:6380/2'],
  [
    'rediss://ada:p%40ss@host',
    { host: 'host', port: 6379 },
    { username: 'ada', password: 'p@ss' },
    'rediss://host:6379',
  ],
  ['redis://:secret@[::1]:7000', { host: '::1', port: 7000 }, { password: 'secret' }, 'redis://[::1]:7000'],
  ['unix:///run/redis.sock?db=3', { path: '/run/redis.sock' }, { db: 3 }, 'unix:///run/redis.sock/3'],
])('%s is understood, and shown without its secrets', async (url, endpoint, expected, address) => {
  const { redis, whereabouts, place } = parsed(url);
  expect(await whereabouts.locate(nobodyStops)).toEqual(endpoint);
  expect(redis).toMatchObject(expected);
  expect(place.address).toBe(address);
});

test.each([
  [
    'redis://a:1,b:2',
    {
      cluster: [
        { host: 'a', port: 1 },
        { host: 'b', port: 2 },
      ],
    },
  ],
  [
    'rediss+cluster://u:p@a',
    { cluster: [{ host: 'a', port: 6379 }], tls: true, username: 'u', password: 'p' },
  ],
  [
    'redis+sentinel://:p@a,[::1]:7/m%20m/3',
    {
      sentinels: [
        { host: 'a', port: 26379 },
        { host: '::1', port: 7 },
      ],
      masterName: 'm m',
      db: 3,
      password: 'p',
    },
  ],
])('%s names several servers', (url, expected) => {
  expect(parseRedisUrl(url)).toEqual(expected);
});

test('a Cluster and Sentinels are shown with all their hosts, and without secrets', () => {
  expect(parsed('redis+cluster://u:canary@a:1,b:2').place.address).toBe('redis+cluster://a:1,b:2');
  const { place } = connectionOptions({
    namespace: 'x',
    url: 'redis+sentinel://:canary@a/m/1',
    sentinelPassword: 'canary too',
  });
  expect(place).toEqual({ address: 'redis+sentinel://a:26379/m/1', secrets: ['canary', 'canary too'] });
});

test('an option wins over the url', async () => {
  const { redis, whereabouts } = connectionOptions({
    namespace: 'x',
    url: 'redis://host:1/2',
    port: 2,
    password: 'other',
  });
  expect(await whereabouts.locate(nobodyStops)).toEqual({ host: 'host', port: 2 });
  expect(redis).toMatchObject({ db: 2, password: 'other' });
});

test.each([
  'http://:canary@host',
  'not a url canary',
  'redis://host/canary',
  'redis://canary:%E0%A4%A@host',
  'redis://canary@host:port',
  'redis+sentinel://canary@host',
  'redis+sentinel://host/m/canary',
  'redis+cluster://canary@host/1',
  'redis+cluster://:canary@',
  'unix:?canary',
  'unix://:canary@localhost/run/redis.sock',
])('what is no address of a Redis is refused without showing it (%#)', (url) => {
  try {
    parsed(url);
    expect.unreachable();
  } catch (error) {
    expect(AgentCoordError.is(error, 'invalid_argument')).toBe(true);
    expect(JSON.stringify(error)).not.toContain('canary');
  }
});

test('no command waits in a queue, is sent twice, or is silent for ever', () => {
  expect(parsed('redis://host').redis).toMatchObject({
    enableOfflineQueue: false,
    autoResendUnfulfilledCommands: false,
    maxRetriesPerRequest: 0,
    socketTimeout: 1_500,
  });
});
