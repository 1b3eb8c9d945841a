import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { isPrivateNamespace, resolveConfiguration } from '../src/index.js';
import { isStillOwnName } from '../src/store/private-namespace.js';
import { privateServer } from './support/fallback.js';
import { openClient, openSession } from './support/open-client.js';
import { missing, unless } from './support/redis.js';
import { temporaryRepository, write } from './support/temporary.js';

// Ownership moves in its own time; nothing is concluded from how long that takes.
vi.setConfig({ testTimeout: 60_000 });
const patient = { timeout: 30_000 };

const origin = 'https://host.example/team/app';
/** Long enough that a crowded machine is still within it when an agent joins. */
const LONG_DELAY = '{"fallbackTimes": {"objection": "1s", "lockDelay": "9s"}}';
const QUICK = '{"fallbackTimes": {"objection": "1s", "lockDelay": "3s"}}';

/** With nothing set but the address of a server that has just started. */
describe.skipIf(missing)(`the first use of a server${unless}`, () => {
  test('in a folder of its own waits for nothing, goes on without the server, and is followed again', async () => {
    const server = await privateServer();
    const cwd = temporaryRepository();
    const environment = { REDIS_URL: server.url() };
    const waits: string[] = [];
    const coord = await openSession({
      cwd,
      environment,
      name: 'Agent-1',
      onWait: (why) => waits.push(why),
    });
    const lockAndClaim = async (title: string) => {
      await coord.addTask({ title });
      await using lock = await coord.lockFile('src/a.ts', { wait: '5s' });
      expect(lock.signal.aborted).toBe(false);
      await using task = await coord.claimTask();
      await task?.complete({ summary: title });
    };
    await lockAndClaim('One');
    expect(waits).toEqual([]);
    await server.stop('SIGKILL');
    await lockAndClaim('Two');
    await server.start();
    await lockAndClaim('Three');
    const mode = async () => (await coord.storage.describe()).mode;
    await expect.poll(mode, patient).toMatch(/^local, Redis follows \(\d+ ms behind\)$/);
  });

  test('where other clones may be there waits once, says why, and can be stopped', async () => {
    const server = await privateServer();
    const cwd = temporaryRepository({ origin });
    write(cwd, '.agentcoord/config.json', LONG_DELAY);
    const environment = { REDIS_URL: server.url() };
    const waits: string[] = [];
    const stop = new AbortController();
    const onWait = (why: string): void => {
      waits.push(why);
      stop.abort();
    };
    const stopped = openClient({ cwd, environment, onWait, signal: stop.signal });
    await expect(stopped).rejects.toMatchObject({ code: 'aborted' });
    expect(waits).toEqual([
      expect.stringMatching(/^First use of the namespace .* once\. .* Ctrl-C stops\.$/),
    ]);
    // Who listens to nothing gets a warning, which Node prints.
    const warned = vi.spyOn(process, 'emitWarning').mockImplementation(() => undefined);
    onTestFinished(() => warned.mockRestore());
    const warning = [expect.stringMatching(/^First use of the namespace/), 'AgentCoordWarning'];
    const again = new AbortController();
    warned.mockImplementationOnce(() => again.abort());
    await expect(openClient({ cwd, environment, signal: again.signal })).rejects.toMatchObject({
      code: 'aborted',
    });
    expect(warned.mock.calls).toEqual([warning]);
    // One that needs a grant is told how long none is made.
    waits.length = 0;
    await openSession({ cwd, environment, name: 'Agent-1', onWait: (why) => waits.push(why) });
    expect(waits.at(-1)).toMatch(/no lock is granted for another \d seconds/);
    waits.length = 0;
    const operator = await openClient({ cwd, environment, onWait: (why) => waits.push(why) });
    await operator.addTask({ title: 'One' });
    expect(waits).toEqual([]);
  });

  test('keeps what the server had from before anybody owned', async () => {
    const server = await privateServer();
    const cwd = temporaryRepository();
    write(cwd, '.agentcoord/config.json', QUICK);
    const environment = { REDIS_URL: server.url() };
    const alone = await openClient({ cwd, environment, fallback: 'off' });
    await alone.addTask({ title: 'Made before' });
    await alone.close();
    const operator = await openClient({ cwd, environment });
    await operator.addTask({ title: 'Made after' });
    const titles = (await operator.queue.list()).tasks.map(({ title }) => title);
    expect(titles.sort()).toEqual(['Made after', 'Made before']);
    expect(await operator.failover?.status()).toMatchObject({ owner: 'redis' });
  });
});

test('a name that was a folder’s own is not any more once it has a remote or is in a file', async () => {
  const cwd = temporaryRepository();
  const opened = await resolveConfiguration({ cwd, environment: {} });
  expect(await isStillOwnName(opened)).toBe(true);
  write(cwd, '.git/config', `[remote "origin"]\n\turl = ${origin}\n`);
  expect(await isStillOwnName(opened)).toBe(false);
  const committed = temporaryRepository();
  const before = await resolveConfiguration({ cwd: committed, environment: {} });
  write(committed, '.agentcoord/config.json', `{"namespace": "${before.namespace}"}`);
  expect(await isStillOwnName(before)).toBe(false);
});

describe('a namespace counts as nobody else’s', () => {
  const REDIS_URL = 'redis://127.0.0.1:6379';
  const isPrivate = async (cwd: string, environment: Record<string, string> = {}) =>
    isPrivateNamespace(await resolveConfiguration({ cwd, environment: { REDIS_URL, ...environment } }));

  test('only where it is a folder’s own, beside a server of this machine', async () => {
    expect(await isPrivate(temporaryRepository())).toBe(true);
    expect(await isPrivate(temporaryRepository({ origin }))).toBe(false);
    expect(await isPrivate(temporaryRepository(), { AGENTCOORD_NAMESPACE: 'team' })).toBe(false);
    expect(await isPrivate(temporaryRepository(), { AGENTCOORD_HOME: '/tmp/elsewhere' })).toBe(false);
    expect(await isPrivate(temporaryRepository(), { REDIS_URL: 'redis://shared.example' })).toBe(false);
    expect(await isPrivate(temporaryRepository(), { AGENTCOORD_FALLBACK: 'off' })).toBe(false);
    const committed = temporaryRepository();
    write(committed, '.agentcoord/config.json', '{"namespace": "team"}');
    expect(await isPrivate(committed)).toBe(false);
  });

  test.skipIf(missing)(
    `and no process of this clone was ever granted anything by that server${unless}`,
    async () => {
      const server = await privateServer();
      const cwd = temporaryRepository();
      const environment = { REDIS_URL: server.url() };
      expect(await isPrivate(cwd, environment)).toBe(true);
      const alone = await openClient({ cwd, environment, fallback: 'off' });
      await (await alone.lockFile('src/a.ts')).release();
      await alone.close();
      expect(await isPrivate(cwd, environment)).toBe(false);
    },
  );
});
