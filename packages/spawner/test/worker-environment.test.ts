import { describe, expect, test } from 'vitest';
import { workerArguments } from '../src/worker/arguments.js';
import { secretsOf, workerEnvironment } from '../src/worker/environment.js';

const FROM = {
  PATH: '/bin',
  HOME: '/home/me',
  ANTHROPIC_API_KEY: 'key-of-a-model',
  AWS_SECRET_ACCESS_KEY: 'key-of-something-else',
  GIT_DIR: '/elsewhere/.git',
  NODE_OPTIONS: '--inspect',
  REDIS_URL: 'redis://:hunter2@host',
  AGENTCOORD_AGENT_ID: 'the-spawner',
  AGENTCOORD_HOME: '/home/me/store',
};
const WORKER = { from: FROM, name: 'Backend-1', spawnId: 'worker_1', useLlm: false, extra: {} };

describe('the environment of a worker', () => {
  test('holds what is named and nothing else', () => {
    expect(workerEnvironment(WORKER)).toEqual({
      PATH: '/bin',
      HOME: '/home/me',
      AGENTCOORD_HOME: '/home/me/store',
      AGENTCOORD_AGENT_ID: 'Backend-1',
      AGENTCOORD_SPAWN_ID: 'worker_1',
    });
  });

  test('holds the keys of models only for a worker that uses one', () => {
    expect(workerEnvironment({ ...WORKER, useLlm: true })).toMatchObject({
      ANTHROPIC_API_KEY: 'key-of-a-model',
    });
    expect(workerEnvironment({ ...WORKER, useLlm: true })).not.toHaveProperty('AWS_SECRET_ACCESS_KEY');
  });

  test('holds the key of its own provider and of no other', () => {
    const from = { ...FROM, OPENAI_API_KEY: 'key-of-another', OPENAI_BASE_URL: 'http://models/v1' };
    const keysFor = (provider?: string): string[] =>
      Object.keys(workerEnvironment({ ...WORKER, from, useLlm: true, provider })).filter((name) =>
        /^(ANTHROPIC|OPENAI)_/.test(name),
      );
    expect(keysFor('anthropic')).toEqual(['ANTHROPIC_API_KEY']);
    expect(keysFor('openai')).toEqual(['OPENAI_API_KEY', 'OPENAI_BASE_URL']);
    for (const other of ['replay', 'toString']) expect(keysFor(other)).toEqual([]);
    expect(keysFor()).toEqual(['ANTHROPIC_API_KEY']);
    expect(workerEnvironment({ ...WORKER, from, useLlm: false, provider: 'openai' })).not.toHaveProperty(
      'OPENAI_API_KEY',
    );
  });

  test('takes what the caller adds, but never another’s identity', () => {
    const extra = { MORE: 'yes', AGENTCOORD_SPAWN_ID: 'other', AGENTCOORD_AGENT_ID: 'other' };
    const environment = workerEnvironment({ ...WORKER, redisUrl: 'redis://:pw-1234@host', extra });
    expect(environment).toMatchObject({
      MORE: 'yes',
      REDIS_URL: 'redis://:pw-1234@host',
      AGENTCOORD_SPAWN_ID: 'worker_1',
      AGENTCOORD_AGENT_ID: 'Backend-1',
    });
    expect(secretsOf(environment)).toEqual(['redis://:pw-1234@host']);
  });
});

test('the arguments of a worker hold no secret, and a name that looks like an option stays a name', () => {
  const worker = {
    name: '--help',
    tags: ['a', 'b'],
    capabilities: ['gpu'],
    useLlm: true,
    provider: 'replay',
    model: 'some/model:1',
    maxTasks: 3,
    unsafeNoSandbox: true,
  };
  expect(workerArguments(worker)).toEqual([
    'worker',
    '--name=--help',
    '--tags=a,b',
    '--capabilities=gpu',
    '--llm',
    '--provider=replay',
    '--model=some/model:1',
    '--unsafe-no-sandbox',
    '--max-tasks=3',
  ]);
});
