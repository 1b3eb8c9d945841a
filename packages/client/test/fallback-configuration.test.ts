import { describe, expect, test } from 'vitest';
import { CoordinationClient, resolveConfiguration } from '../src/index.js';
import { primaryPlace } from '../src/store/primary-place.js';
import { temporaryRepository, write } from './support/temporary.js';

const FILE = '.agentcoord/config.json';

describe('fallback', () => {
  test('comes from the flag before the environment before the file before the default', async () => {
    const cwd = temporaryRepository();
    const flags = { fallback: 'off' };
    const environment = { AGENTCOORD_FALLBACK: 'single-host' };
    expect((await resolveConfiguration({ cwd, environment: {} })).fallbackSetBy).toBeUndefined();
    const file = write(cwd, FILE, '{"fallback": "auto"}');
    expect(await resolveConfiguration({ cwd, environment: {} })).toMatchObject({
      fallback: 'auto',
      fallbackSetBy: file,
    });
    expect(await resolveConfiguration({ cwd, environment })).toMatchObject({
      fallback: 'single-host',
      fallbackSetBy: 'AGENTCOORD_FALLBACK',
    });
    expect(await resolveConfiguration({ cwd, environment, flags })).toMatchObject({
      fallback: 'off',
      fallbackSetBy: 'the option fallback',
    });
  });

  test('is found again by a child process: one that thought otherwise could not be on the same host', async () => {
    const cwd = temporaryRepository();
    const { environment } = await resolveConfiguration({
      cwd,
      environment: {},
      flags: { fallback: 'single-host' },
    });
    const child = await resolveConfiguration({ cwd: temporaryRepository(), environment });
    expect(child.fallback).toBe('single-host');
  });

  test.each([
    ['the option', { flags: { fallback: 'on' } }, 'the option fallback'],
    ['the environment', { environment: { AGENTCOORD_FALLBACK: 'true' } }, 'AGENTCOORD_FALLBACK'],
  ])('that is no word of it is named with those there are, in %s', async (_where, request, setBy) => {
    const wrong = resolveConfiguration({ cwd: temporaryRepository(), environment: {}, ...request });
    await expect(wrong).rejects.toMatchObject({
      code: 'misconfigured',
      data: { setBy },
      message: expect.stringContaining('auto, single-host, off'),
    });
  });

  test.each([
    ['a word it does not know', '{"fallback": "yes"}', 'fallback'],
    ['a time it does not know', '{"fallbackTimes": {"objections": "5s"}}', 'fallbackTimes'],
    ['a time that is none', '{"fallbackTimes": {"objection": "soon"}}', 'fallbackTimes'],
  ])('with %s in the file stops everything', async (_what, text, key) => {
    const cwd = temporaryRepository();
    write(cwd, FILE, text);
    const wrong = CoordinationClient.open({ cwd, environment: {} });
    await expect(wrong).rejects.toMatchObject({ code: 'misconfigured', data: { key } });
  });

  test('has its times from the file, in milliseconds', async () => {
    const cwd = temporaryRepository();
    write(cwd, FILE, '{"fallbackTimes": {"objection": "500ms", "alone": 2000}}');
    expect((await resolveConfiguration({ cwd, environment: {} })).fallbackTimes).toEqual({
      objectionMs: 500,
      aloneMs: 2_000,
    });
  });
});

test.each([
  ['redis://:hunter2@localhost:6380/2', 'redis://localhost:6380', 'localhost'],
  ['redis://', 'redis://127.0.0.1', '127.0.0.1'],
  ['rediss://user:hunter2@[::1]:6379', 'rediss://[::1]:6379', '::1'],
  ['unix://:hunter2@/run/redis.sock?db=1', 'unix:///run/redis.sock', '/run/redis.sock'],
  ['redis+sentinel://:hunter2@localhost:26379/name', 'redis+sentinel://localhost:26379', ''],
  ['redis+cluster://127.0.0.1:7000', 'redis+cluster://127.0.0.1:7000', ''],
  ['redis://one:1,two:2', 'redis://one:1,two:2', ''],
])('an address, %s, is shown as %s, and what is connected to is %j', (url, address, host) => {
  expect(primaryPlace(url)).toEqual({ address, host });
});
