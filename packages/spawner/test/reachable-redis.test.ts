import { expect, test } from 'vitest';
import { refuseLocalRedis } from '../src/railway/reachable-redis.js';

test.each([
  undefined,
  'unix:///run/redis.sock',
  'redis://localhost:6379',
  'redis://me:secret@127.0.0.1:6379/0',
  'redis://127.1.2.3',
  'rediss://[::1]:6379',
  'redis://0.0.0.0',
  'redis://10.1.2.3',
  'redis://172.20.0.2',
  'redis://192.168.1.7',
  'redis://100.101.1.1',
  'redis://169.254.3.4',
  'redis://[fd00::1]',
  'redis://[fe80::1]',
  'redis://redis',
  'redis://nas.local',
])('a worker far away does not reach %s', (redisUrl) => {
  let message = '';
  try {
    refuseLocalRedis(redisUrl, false);
  } catch (error) {
    message = String(error);
  }
  expect(message).toContain('cannot reach the store');
  expect(message).not.toContain('secret');
});

test.each([
  'redis://redis.example.com:6379',
  'rediss://:secret@8.8.8.8:6380/1',
  'redis://default:secret@redis.railway.internal:6379',
  'redis://172.32.0.1',
])('it may reach %s', (redisUrl) => {
  expect(() => refuseLocalRedis(redisUrl, false)).not.toThrow();
});

test('a private address is taken when the user says that there is a way', () => {
  expect(() => refuseLocalRedis('redis://10.1.2.3', true)).not.toThrow();
  expect(() => refuseLocalRedis('unix:///run/redis.sock', true)).toThrow('unix socket');
});
