import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { AgentCoordError } from '@agentcoord/core';
import { expect, it } from 'vitest';
import { createLlmEngine, KnownSecrets, runAssignment } from '../src/index.js';
import { FakeModel } from '../src/testing.js';
import { setUp, task } from './support/setting.js';

const SECRET = 'q7Zk3VbX9mWd-not-a-shape';
const environment = { DB_PASSWORD: SECRET, PRIVATE_KEY: `-----BEGIN-----\n${SECRET}"x\n-----END-----` };

it('hides values, also inside JSON and line by line, and leaves the rest of a text as it is', () => {
  const secrets = new KnownSecrets(environment);
  expect(secrets.hide(`password: ${SECRET}; const token = read();`)).toBe(
    'password: [secret hidden]; const token = read();',
  );
  expect(secrets.hide(JSON.stringify(environment.PRIVATE_KEY))).toBe('"[secret hidden]"');
  expect(secrets.hide(`7\t${SECRET}"x`)).toBe('7\t[secret hidden]');
  expect(secrets.hide('-----BEGIN-----')).toBe('-----BEGIN-----');
});

it('cleans an error with its data and its cause', () => {
  const dirty = new AgentCoordError('tool_failed', `It said ${SECRET}.`, {
    data: { said: [SECRET], nested: { [SECRET]: 1 } },
    cause: new Error(SECRET),
  });
  const clean = new KnownSecrets(environment).error(dirty);
  expect(clean).toMatchObject({
    code: 'tool_failed',
    message: 'It said [hidden].',
    data: { said: ['[hidden]'] },
  });
  expect(JSON.stringify(clean) + String(clean.cause)).not.toContain(SECRET);
});

it('are in no outcome, no note, no line of the log and no prompt, whatever engine or model brings them up', async () => {
  const setting = await setUp({ 'a.txt': `one ${SECRET}\n` });
  const logged: string[] = [];
  const log = (message: string, data?: object): void => void logged.push(message + JSON.stringify(data));
  const provider = new FakeModel([
    { calls: [{ name: 'read_file', input: { path: 'a.txt' } }] },
    {
      error: new AgentCoordError('provider_failed', `The key ${SECRET} is wrong.`, {
        cause: new Error(SECRET),
      }),
    },
  ]);
  const outcome = await runAssignment(
    task({ about: SECRET }),
    {
      ...setting.context,
      logger: { debug: log, info: log, warn: log, error: log },
      report: () => Promise.reject(new Error(SECRET)),
    },
    { engines: [createLlmEngine({ provider, instructions: `Never say ${SECRET}.` })], environment },
  );
  expect(outcome).toMatchObject({ status: 'failed', error: { message: 'The key [hidden] is wrong.' } });
  const everything = [
    JSON.stringify(outcome),
    String(outcome.status === 'failed' && outcome.error.cause),
    ...logged,
  ];
  expect(logged.length).toBeGreaterThan(0);
  expect(everything.join('\n')).not.toContain(SECRET);
  const prompts = JSON.stringify(provider.requests);
  expect(prompts).not.toContain(SECRET);
  expect(provider.lastResults).toContain('one [secret hidden]');
});

it('are not lost when a model writes back what it was shown in their place', async () => {
  const setting = await setUp({ 'a.txt': `key ${SECRET}\nname one\n` });
  const call = (name: string, input: Record<string, unknown>) => ({ calls: [{ name, input }] });
  const provider = new FakeModel([
    call('read_file', { path: 'a.txt' }),
    call('write_file', { path: 'a.txt', content: 'key [secret hidden]\nname two\n' }),
    (request) => {
      expect(JSON.stringify(request.messages.at(-1))).toContain('stands for a secret');
      return call('edit_file', { path: 'a.txt', old_text: 'name one', new_text: 'name two' });
    },
    call('finish', { summary: 'The line with [secret hidden] is untouched.' }),
  ]);
  const engines = [createLlmEngine({ provider })];
  const outcome = await runAssignment(task(), setting.context, { engines, environment });
  expect(outcome.status).toBe('done');
  expect(await readFile(join(setting.root, 'a.txt'), 'utf8')).toBe(`key ${SECRET}\nname two\n`);
});
