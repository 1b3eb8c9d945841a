import { AgentCoordError } from '@agentcoord/core';
import { expect, test } from 'vitest';
import { connectionOptions } from '../src/connection/connection-options.js';

const parsed = (url: string) => connectionOptions({ namespace: 'x', url });

test.each([
  ['redis://localhost', { host: 'localhost', port: 6379, db: 0 }, 'redis://localhost:6379'],
  ['redis://host:6380/2', { host: 'host', port: 6380, db: 2 }, 'redis://host:6380/2'],
  ['rediss://ada:p%40ss@host', { username: 'ada', password: 'p@ss', tls: {} }, 'rediss://host:6379'],
  ['redis://:secret@[::1]:7000', { host: '::1', port: 7000, password: 'secret' }, 'redis://::1:7000'],
  ['unix:///run/redis.sock?db=3', { path: '/run/redis.sock', db: 3 }, 'unix:///run/redis.sock/3'],
])('%s is understood, and shown without its secrets', (url, expected, address) => {
  const { redis, place } = parsed(url);
  expect(redis).toMatchObject(expected);
  expect(place.address).toBe(address);
});

test('an option wins over the url', () => {
  const { redis } = connectionOptions({
    namespace: 'x',
    url: 'redis://host:1/2',
    port: 2,
    password: 'other',
  });
  expect(redis).toMatchObject({ host: 'host', port: 2, db: 2, password: 'other' });
});

test.each(['http://:canary@host', 'not a url canary', 'redis://host/canary'])(
  'what is no address of a Redis is refused without showing it (%#)',
  (url) => {
    try {
      parsed(url);
      expect.unreachable();
    } catch (error) {
      expect(AgentCoordError.is(error, 'invalid_argument')).toBe(true);
      expect(JSON.stringify(error)).not.toContain('canary');
    }
  },
);

test('no command waits in a queue, is sent twice, or is silent for ever', () => {
  expect(parsed('redis://host').redis).toMatchObject({
    enableOfflineQueue: false,
    autoResendUnfulfilledCommands: false,
    maxRetriesPerRequest: 0,
    socketTimeout: 1_500,
  });
});
