import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { describe, expect, test } from 'vitest';
import { resolveConfiguration } from '../src/index.js';
import { git, temporaryFolder, temporaryRepository, write } from './support/temporary.js';

const FILE = '.agentcoord/config.json';

describe('a setting', () => {
  test('comes from the flag before the environment before the file before the default', async () => {
    const cwd = temporaryRepository({ origin: 'https://host.example/team/app' });
    const byDefault = await resolveConfiguration({ cwd, environment: {} });
    expect(byDefault).toMatchObject({ namespaceSource: 'origin' });

    write(cwd, FILE, '{"namespace": "from-file"}');
    const environment = { AGENTCOORD_NAMESPACE: 'from-environment' };
    const flags = { namespace: 'from-flag' };
    expect(await resolveConfiguration({ cwd, environment: {} })).toMatchObject({
      namespace: 'from-file',
      namespaceSource: 'file',
    });
    expect(await resolveConfiguration({ cwd, environment })).toMatchObject({
      namespace: 'from-environment',
      namespaceSource: 'environment',
    });
    expect(await resolveConfiguration({ cwd, environment, flags })).toMatchObject({
      namespace: 'from-flag',
      namespaceSource: 'flag',
    });
  });

  test('that is empty counts as not set', async () => {
    const cwd = temporaryRepository();
    const environment = {
      AGENTCOORD_NAMESPACE: '',
      AGENTCOORD_HOME: '',
      REDIS_URL: '',
      AGENTCOORD_AGENT_ID: '',
    };
    const configuration = await resolveConfiguration({ cwd, environment });
    expect(configuration).toMatchObject({ namespaceSource: 'folder', home: join(cwd, '.git/agentcoord') });
    expect(configuration.agentName).toBeUndefined();
  });

  test('in the environment that is wrong is named', async () => {
    const cwd = temporaryRepository();
    const wrong = resolveConfiguration({ cwd, environment: { AGENTCOORD_NAMESPACE: '../other' } });
    await expect(wrong).rejects.toMatchObject({
      code: 'misconfigured',
      data: { setBy: 'AGENTCOORD_NAMESPACE' },
    });
  });
});

describe('the configuration file', () => {
  test.each([
    ['an unknown key', '{"namespace": "a", "naemspace": "b"}', 'naemspace'],
    ['a key every object has', '{"toString": "a"}', 'toString'],
    ['a key that changes prototypes', '{"__proto__": "a"}', '__proto__'],
    ['a value of another type', '{"namespace": 7}', 'namespace'],
    ['a value that is no name', '{"namespace": "../other"}', 'namespace'],
    ['an empty value', '{"redisUrl": ""}', 'redisUrl'],
    ['a mode that there is not', '{"workspace": {"mode": "tree"}}', 'workspace'],
    ['a setting that there is not', '{"workspace": {"branch": "a"}}', 'workspace'],
  ])('with %s stops everything and names key and file', async (_what, text, key) => {
    const cwd = temporaryRepository();
    const file = write(cwd, FILE, text);
    const wrong = resolveConfiguration({ cwd, environment: {} });
    await expect(wrong).rejects.toMatchObject({
      code: 'misconfigured',
      data: { key, file },
      message: expect.stringContaining(file),
    });
    await expect(wrong).rejects.toThrow(/[^.]\. Correct or remove it\.$/);
  });

  test.each([
    ['broken JSON', '{"namespace": "a",'],
    ['a list', '[]'],
    ['nothing', ''],
  ])('that holds %s stops everything and names the file', async (_what, text) => {
    const cwd = temporaryRepository();
    const file = write(cwd, FILE, text);
    const wrong = resolveConfiguration({ cwd, environment: {} });
    await expect(wrong).rejects.toMatchObject({ code: 'misconfigured', data: { file } });
  });

  test('that is a folder stops everything', async () => {
    const cwd = temporaryRepository();
    mkdirSync(join(cwd, FILE), { recursive: true });
    await expect(resolveConfiguration({ cwd, environment: {} })).rejects.toMatchObject({
      code: 'misconfigured',
    });
  });

  test('that is broken around a password does not repeat it', async () => {
    const cwd = temporaryRepository();
    write(cwd, FILE, '{"redisUrl": "redis://:hunter2@host" oops}');
    const wrong = resolveConfiguration({ cwd, environment: {} });
    await expect(wrong).rejects.toMatchObject({ message: expect.not.stringContaining('hunter2') });
  });

  test('is found from a folder deep in the repository', async () => {
    const root = temporaryRepository();
    write(root, FILE, '{"namespace": "deep"}');
    const cwd = join(root, 'a/b');
    mkdirSync(cwd, { recursive: true });
    expect(await resolveConfiguration({ cwd, environment: {} })).toMatchObject({
      namespace: 'deep',
      repository: { root },
    });
  });
});

describe('Redis', () => {
  const password = 'hunter2';
  const url = `redis://:${password}@host.example:6379`;

  test('is chosen by the flag before the environment before the file, and is no default', async () => {
    const cwd = temporaryRepository();
    expect((await resolveConfiguration({ cwd, environment: {} })).redis).toBeUndefined();
    const file = write(cwd, FILE, JSON.stringify({ redisUrl: `${url}/3` }));
    const environment = { REDIS_URL: `${url}/2` };
    const flags = { redisUrl: `${url}/1` };
    const [byFile, byEnvironment, byFlag] = [
      await resolveConfiguration({ cwd, environment: {} }),
      await resolveConfiguration({ cwd, environment }),
      await resolveConfiguration({ cwd, environment, flags }),
    ];
    expect(byFile.redis).toMatchObject({ setBy: file });
    expect(byEnvironment.redis).toMatchObject({ setBy: 'REDIS_URL' });
    expect(byFlag.redis).toMatchObject({ setBy: 'the option redisUrl' });
    expect([byFile, byEnvironment, byFlag].map(({ redis }) => redis?.reveal().at(-1))).toEqual([
      '3',
      '2',
      '1',
    ]);
  });

  test('is not used where the word none says so, whatever is configured', async () => {
    const cwd = temporaryRepository();
    write(cwd, FILE, JSON.stringify({ redisUrl: url }));
    const parent = await resolveConfiguration({ cwd, environment: {}, flags: { redisUrl: 'none' } });
    const child = await resolveConfiguration({ cwd, environment: parent.environment });
    expect([parent.redis, child.redis]).toEqual([undefined, undefined]);
  });

  test('is found again by a child process, and its password is printed with no configuration', async () => {
    const cwd = temporaryRepository();
    const { environment, ...rest } = await resolveConfiguration({ cwd, environment: { REDIS_URL: url } });
    const child = await resolveConfiguration({ cwd: temporaryRepository(), environment });
    expect(child.redis?.reveal()).toBe(url);
    expect(JSON.stringify(rest)).not.toContain(password);
    expect(inspect(rest)).not.toContain(password);
  });
});

describe('the folder of the store', () => {
  test('is inside the git folder, shared by all work trees', async () => {
    const root = temporaryRepository({ commit: true });
    const worktree = join(temporaryFolder(), 'second');
    git(root, 'worktree', 'add', '--quiet', worktree);
    const main = await resolveConfiguration({ cwd: root, environment: {} });
    const second = await resolveConfiguration({ cwd: worktree, environment: {} });
    expect(main.storeFolder).toBe(join(root, '.git/agentcoord'));
    expect(second).toMatchObject({ storeFolder: main.storeFolder, namespace: main.namespace });
  });

  test('stays where it is when the clone gets a remote or a configuration', async () => {
    const cwd = temporaryRepository();
    const before = await resolveConfiguration({ cwd, environment: {} });
    git(cwd, 'remote', 'add', 'origin', 'https://host.example/team/app');
    const withRemote = await resolveConfiguration({ cwd, environment: {} });
    write(cwd, FILE, '{"namespace": "named"}');
    const withFile = await resolveConfiguration({ cwd, environment: {} });
    expect(withRemote.namespace).not.toBe(before.namespace);
    expect(withRemote.storeFolder).toBe(before.storeFolder);
    expect(withFile.storeFolder).toBe(before.storeFolder);
  });

  test('is another for another namespace', async () => {
    const cwd = temporaryRepository();
    const own = await resolveConfiguration({ cwd, environment: {} });
    const other = await resolveConfiguration({ cwd, environment: {}, flags: { namespace: 'other' } });
    const named = await resolveConfiguration({ cwd, environment: {}, flags: { namespace: own.namespace } });
    expect(other.storeFolder).toBe(join(own.home, 'namespaces/other'));
    expect(named.storeFolder).toBe(own.storeFolder);
  });

  test('of two repositories is not the same in a home they share', async () => {
    const environment = { AGENTCOORD_HOME: temporaryFolder() };
    const one = await resolveConfiguration({ cwd: temporaryRepository(), environment });
    const two = await resolveConfiguration({ cwd: temporaryRepository(), environment });
    expect(one.home).toBe(environment.AGENTCOORD_HOME);
    expect(one.storeFolder).not.toBe(two.storeFolder);
  });

  test('without git lies beside the configuration', async () => {
    const root = temporaryFolder();
    write(root, FILE, '{"namespace": "plain"}');
    const cwd = join(root, 'sub');
    mkdirSync(cwd);
    const configuration = await resolveConfiguration({ cwd, environment: {} });
    expect(configuration).toMatchObject({
      storeFolder: join(root, '.agentcoord/store'),
      repository: { root },
    });
  });

  test('is found again by a child process with the environment that is handed on', async () => {
    const cwd = temporaryRepository();
    const requests = [
      {},
      { flags: { namespace: 'other' } },
      { flags: { home: temporaryFolder() } },
      { environment: { AGENTCOORD_HOME: temporaryFolder(), AGENTCOORD_NAMESPACE: 'third' } },
    ];
    for (const request of requests) {
      const parent = await resolveConfiguration({ cwd, environment: {}, ...request });
      const child = await resolveConfiguration({ cwd, environment: parent.environment });
      expect(child.storeFolder).toBe(parent.storeFolder);
      const told = { ...parent.environment, AGENTCOORD_HOME: parent.home };
      expect((await resolveConfiguration({ cwd, environment: told })).storeFolder).toBe(parent.storeFolder);
    }
  });
});
