import { join } from 'node:path';
import { AgentCoordError, DEFAULT_QUEUE, type Storage } from '@agentcoord/core';
import { openFailoverStorage } from '@agentcoord/storage-failover';
import { openFileStorage } from '@agentcoord/storage-file';
import { expect, onTestFinished, test } from 'vitest';
import { resolveConfiguration } from '../src/index.js';
import {
  type OpenedStore,
  type OpenStoreOptions,
  openWithFallback,
} from '../src/store/open-with-fallback.js';
import { temporaryFolder, temporaryRepository, write } from './support/temporary.js';

const TIMES = '{"fallbackTimes": {"objection": 200, "alone": 100, "freeze": 500, "lockDelay": 100}}';

interface Bed {
  /** How often somebody connected. */
  connections: number;
  /** What connecting meets, where it is set. */
  trouble: AgentCoordError | undefined;
  /** What the store of this host meets. */
  localTrouble: AgentCoordError | undefined;
  /** As seen behind the way there. */
  primary(): Promise<Storage>;
  open(options?: OpenStoreOptions): Promise<OpenedStore>;
}

/** A repository whose shared server is a file store in another folder: what is tested is which store is opened when. */
async function bed(fallback = 'auto'): Promise<Bed> {
  const cwd = temporaryRepository();
  write(cwd, '.agentcoord/config.json', TIMES);
  const folder = temporaryFolder();
  const environment = { REDIS_URL: 'redis://localhost', AGENTCOORD_FALLBACK: fallback };
  const configuration = await resolveConfiguration({ cwd, environment });
  const server = join(folder, 'server');
  const made: Bed = {
    connections: 0,
    trouble: undefined,
    localTrouble: undefined,
    primary: () => closedLater(openFileStorage({ folder: server })),
    async open(options = {}) {
      const openers = {
        async openRedis() {
          made.connections += 1;
          if (made.trouble !== undefined) throw made.trouble;
          return openFileStorage({ folder: server });
        },
        async openFile() {
          if (made.localTrouble !== undefined) throw made.localTrouble;
          return openFileStorage({ folder: configuration.storeFolder });
        },
        openFailoverStorage,
      };
      const opened = await openWithFallback(configuration, openers, options);
      onTestFinished(() => opened.storage.close());
      return opened;
    },
  };
  return made;
}

async function closedLater(opening: Promise<Storage>): Promise<Storage> {
  const storage = await opening;
  onTestFinished(() => storage.close());
  return storage;
}

const away = new AgentCoordError('storage_unavailable', 'nobody answers');
const task = { queue: DEFAULT_QUEUE, tasks: [{ id: 'task_one', title: 'One' }] };

async function titles({ queues }: Storage): Promise<string[]> {
  return (await queues.list({ queue: DEFAULT_QUEUE })).tasks.map(({ title }) => title);
}

test('the first client of all waits until the namespace has its owner, and that is this host', async () => {
  const { storage, failover } = await (await bed()).open();
  await storage.queues.push(task);
  expect(await failover?.status()).toMatchObject({ owner: 'this-host', phase: 'owner' });
  expect((await storage.describe()).mode).toMatch(/^local, Redis follows \(\d+ ms behind\)$/);
});

test('who only looks at a store that owns makes no connection at all', async () => {
  const there = await bed();
  const { storage } = await there.open();
  await storage.queues.push(task);
  const before = there.connections;
  const look = await there.open({ onlyLooks: true });
  expect(await titles(look.storage)).toEqual(['One']);
  expect(there.connections).toBe(before);
});

test('what is made while nobody answers is in Redis once, when it appears', async () => {
  const there = await bed();
  there.trouble = away;
  const { storage, failover } = await there.open();
  await storage.queues.push(task);
  expect((await storage.describe()).mode).toMatch(/^local, Redis unreachable since \d\d:\d\d$/);
  there.trouble = undefined;
  await expect.poll(async () => (await failover?.status())?.phase, { timeout: 20_000 }).toBe('owner');
  const primary = await there.primary();
  await expect.poll(() => titles(primary), { timeout: 20_000 }).toEqual(['One']);
});

test('a password that is wrong is told at once, to whoever has it', async () => {
  const there = await bed();
  await there.open();
  there.trouble = new AgentCoordError('misconfigured', 'WRONGPASS');
  await expect(there.open()).rejects.toMatchObject({ code: 'misconfigured' });
});

test.each(['network_filesystem', 'storage_unwritable'] as const)(
  'a store folder that cannot be used (%s) leaves Redis alone to decide, and says so',
  async (code) => {
    const there = await bed();
    there.localTrouble = new AgentCoordError(code, 'The folder is no good.');
    const opened = await there.open();
    expect(opened).toMatchObject({ noFallback: 'The folder is no good.' });
    expect(opened.failover).toBeUndefined();
    await opened.storage.queues.push(task);
    expect(await titles(await there.primary())).toEqual(['One']);
  },
);

test('each owner is written down once, with why', async () => {
  const { storage, failover } = await (await bed()).open();
  const owners = async () => (await storage.records.list({ collection: 'owners' })).records;
  await expect.poll(owners, { timeout: 20_000 }).toMatchObject([
    {
      version: 1,
      value: { owner: expect.stringMatching(/^store:/), reason: expect.any(String) },
    },
  ]);
  await failover?.handOver();
  await expect.poll(async () => (await owners())[0]?.version, { timeout: 20_000 }).toBeGreaterThanOrEqual(2);
});
