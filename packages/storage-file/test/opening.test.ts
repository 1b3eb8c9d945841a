import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, readlinkSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { openFileStorage } from '../src/index.js';
import { connect } from '../src/opening/connect.js';
import { mountType, networkFilesystem } from '../src/opening/network-filesystem.js';
import { STORE_DATABASE } from '../src/schema.js';
import { chooseAdapter } from '../src/sqlite/choose-adapter.js';
import { startActor } from './support/actor.js';
import { openStore } from './support/open.js';
import { temporaryFolder } from './support/temporary.js';

const thing = { collection: 'things', id: 'a', value: {} };

test('the folder is for its owner only, and so is every file in it', async () => {
  const folder = join(temporaryFolder(), 'deep', 'store');
  const storage = await openStore(folder);
  await using _listener = await storage.signals.listen({ channels: ['task/a'] });
  await storage.records.put(thing);
  const mode = (path: string): string => (statSync(join(folder, path)).mode & 0o777).toString(8);
  expect(mode('.')).toBe('700');
  for (const file of ['agentcoord.db', 'agentcoord.db-wal', 'agentcoord.db-shm', 'door']) {
    expect([file, mode(file)]).toEqual([file, '600']);
  }
  expect(mode('bells')).toBe('700');
});

test('a folder that others could read is closed to them', async () => {
  const folder = temporaryFolder();
  mkdirSync(join(folder, 'store'), { mode: 0o755 });
  await openStore(join(folder, 'store'));
  expect(statSync(join(folder, 'store')).mode & 0o777).toBe(0o700);
});

describe('a file that is not ours is refused and left as it is:', () => {
  function foreignSqlite(path: string): void {
    const database = chooseAdapter().connect(path);
    database.exec('CREATE TABLE theirs(a); INSERT INTO theirs VALUES (1)');
    database.close();
  }
  test.each<[string, (path: string) => void]>([
    ['text', (path) => writeFileSync(path, 'notes about the database\n'.repeat(100))],
    ['an empty file', (path) => writeFileSync(path, '')],
    ['a database of another program', foreignSqlite],
  ])('%s', async (_name, make) => {
    const folder = temporaryFolder();
    const path = join(folder, 'agentcoord.db');
    make(path);
    const before = readFileSync(path);
    await expect(openFileStorage({ folder })).rejects.toMatchObject({ code: 'foreign_file', data: { path } });
    expect(readFileSync(path)).toEqual(before);
    expect(statSync(`${path}-wal`, { throwIfNoEntry: false })).toBeUndefined();
  });
});

test('a store of a newer version is refused and left as it is', async () => {
  const folder = temporaryFolder();
  const storage = await openFileStorage({ folder });
  await storage.close();
  const database = chooseAdapter().connect(join(folder, 'agentcoord.db'));
  database.exec('PRAGMA user_version = 99');
  database.close();
  await expect(openFileStorage({ folder })).rejects.toMatchObject({
    code: 'schema_too_new',
    data: { schema: 99 },
  });
});

test('a running process stops writing when a newer version has changed the schema', async () => {
  const folder = temporaryFolder();
  const storage = await openStore(folder);
  await storage.records.put(thing);
  const newer = chooseAdapter().connect(join(folder, 'agentcoord.db'));
  newer.exec('PRAGMA user_version = 99');
  newer.close();
  const put = () =>
    storage.records.put(thing).then(
      () => 'stored',
      (error) => error.code,
    );
  await expect.poll(put).toBe('schema_too_new');
});

test('an acknowledged change survives a power cut where that was asked for', async () => {
  const folder = temporaryFolder();
  const synchronous = async (durability: 'process' | 'power') => {
    const connection = await connect({ folder, kind: STORE_DATABASE, adapter: chooseAdapter(), durability });
    const row = connection.database.prepare<{ synchronous: number }>('PRAGMA synchronous').get();
    connection.close();
    return row?.synchronous;
  };
  expect(await synchronous('process')).toBe(1);
  expect(await synchronous('power')).toBe(2);
});

test('a store that was cut off is called damaged', async () => {
  const folder = temporaryFolder();
  writeFileSync(join(folder, 'agentcoord.db'), 'SQLite format 3\0 and then nothing');
  await expect(openFileStorage({ folder })).rejects.toMatchObject({ code: 'storage_corrupt' });
});

test('the log of a database that somebody deleted is not replayed into a new one', async () => {
  const folder = temporaryFolder();
  writeFileSync(join(folder, 'agentcoord.db-wal'), 'the only copy of the last changes');
  await expect(openFileStorage({ folder })).rejects.toMatchObject({ code: 'storage_corrupt' });
});

test('a folder that cannot be made is unwritable', async () => {
  const folder = temporaryFolder();
  writeFileSync(join(folder, 'file'), '');
  await expect(openFileStorage({ folder: join(folder, 'file', 'store') })).rejects.toMatchObject({
    code: 'storage_unwritable',
  });
});

test('a read-only folder is unwritable, with a store in it or without', async (context) => {
  const folder = temporaryFolder();
  const storage = await openFileStorage({ folder: join(folder, 'full') });
  await storage.close();
  mkdirSync(join(folder, 'empty'), { mode: 0o700 });
  try {
    execFileSync('mount', ['--bind', folder, folder], { stdio: 'ignore' });
  } catch {
    return context.skip('only root may mount, and root may write a folder whatever its mode');
  }
  onTestFinished(() => void execFileSync('umount', ['--lazy', folder]));
  execFileSync('mount', ['-o', 'remount,ro,bind', folder], { stdio: 'ignore' });
  for (const name of ['full', 'empty']) {
    const opening = openFileStorage({ folder: join(folder, name) }).then((opened) =>
      opened.records.put(thing),
    );
    await expect(opening, name).rejects.toMatchObject({ code: 'storage_unwritable' });
  }
});

test('a store deleted under a running process is noticed, not split in two', async () => {
  const folder = temporaryFolder();
  const storage = await openStore(folder);
  await storage.records.put(thing);
  execFileSync('rm', ['-r', folder]);
  mkdirSync(folder);
  const other = await openStore(folder);
  expect(await other.records.get({ collection: 'things', ids: ['a'] })).toEqual([undefined]);
  await expect
    .poll(() =>
      storage.records.put(thing).then(
        () => 'stored',
        (error) => error.code,
      ),
    )
    .toBe('storage_corrupt');
});

test('processes that open a folder for the first time at once share one store', async () => {
  const folder = join(temporaryFolder(), 'new');
  const actors = await Promise.all(Array.from({ length: 6 }, () => startActor({ folder })));
  const answers = await Promise.all(
    actors.map((actor, index) => actor.call('records.put', { ...thing, id: `of-${index}` })),
  );
  expect(answers).toEqual(actors.map(() => ({ reply: { status: 'stored', version: 1 } })));
  const storage = await openStore(folder);
  expect((await storage.records.list({ collection: 'things' })).records).toHaveLength(actors.length);
  expect(readdirSync(folder).filter((name) => name.includes('.new'))).toEqual([]);
}, 120_000);

test.runIf(process.platform === 'linux')(
  'creating a store leaves no second connection to it behind',
  async () => {
    const folder = temporaryFolder();
    await openStore(folder);
    const open = readdirSync('/proc/self/fd').flatMap((descriptor) => {
      try {
        return [readlinkSync(`/proc/self/fd/${descriptor}`)];
      } catch {
        return [];
      }
    });
    const ours = open.filter((path) => path.startsWith(folder)).map((path) => path.slice(folder.length + 1));
    expect(ours).not.toEqual([]);
    expect(ours.filter((name) => !/^agentcoord\.db(-wal|-shm)?$/.test(name))).toEqual([]);
  },
);

describe('an older schema', () => {
  const first = { ...STORE_DATABASE, migrations: ['CREATE TABLE a(x); INSERT INTO a VALUES (1)'] };
  const both = {
    ...first,
    migrations: [...first.migrations, 'CREATE TABLE b(x); INSERT INTO b SELECT x + 1 FROM a'],
  };
  const open = (folder: string, kind: typeof first) =>
    connect({ folder, kind, adapter: chooseAdapter(), durability: 'process', timeoutMs: 1_000 });

  test('is brought up to date once, with what it holds', async () => {
    const folder = temporaryFolder();
    (await open(folder, first)).close();
    const connections = await Promise.all([open(folder, both), open(folder, both)]);
    for (const { database, close } of connections) {
      expect(database.prepare<object>('SELECT x FROM b').all()).toEqual([{ x: 2 }]);
      close();
    }
  });

  test('stays as it was when a step fails', async () => {
    const folder = temporaryFolder();
    (await open(folder, first)).close();
    const broken = { ...both, migrations: [...both.migrations, 'CREATE TABLE c(x); SELECT nonsense'] };
    await expect(open(folder, broken)).rejects.toMatchObject({ code: 'internal' });
    const connection = await open(folder, first);
    expect(
      connection.database.prepare<object>("SELECT name FROM sqlite_schema WHERE type = 'table'").all(),
    ).toEqual([{ name: 'a' }]);
    connection.close();
  });

  test('waits for a process that writes, and says who it is when that takes too long', async () => {
    const folder = temporaryFolder();
    const writer = await open(folder, first);
    writer.database.exec('BEGIN IMMEDIATE');
    await expect(open(folder, both)).rejects.toMatchObject({
      code: 'storage_unavailable',
      data: { pid: process.pid },
    });
    const waiting = open(folder, both);
    writer.database.exec('COMMIT');
    (await waiting).close();
    writer.close();
  });
});

describe('network file systems', () => {
  test.each([
    [0x6969, 'nfs'],
    [0xff534d42, 'cifs'],
    [0xff534d42 | 0, 'cifs'],
    [0xfe534d42, 'smb2'],
    [0x01021997, '9p'],
  ])('of type %i are known by name: %s', (type, name) => {
    expect(networkFilesystem(type, () => undefined)).toBe(name);
  });

  test.each([
    ['ext4', 0xef53],
    ['tmpfs', 0x01021994],
    ['btrfs', 0x9123683e],
    ['xfs', 0x58465342],
    ['overlayfs', 0x794c7630],
    ['zfs', 0x2fc12fc1],
  ])('are not: %s', (_name, type) => {
    expect(networkFilesystem(type, () => undefined)).toBeUndefined();
  });

  test('behind FUSE are told by the mount table', () => {
    const table = [
      '21 1 254:0 / / rw - ext4 /dev/vda rw',
      '40 21 0:50 / /home/ada/far\\040away rw - fuse.sshfs host:/ rw',
      '41 21 0:51 / /media/disk rw - fuseblk /dev/sdb1 rw',
    ].join('\n');
    const root = temporaryFolder();
    expect(mountType(root, table)).toBe('ext4');
    expect(mountType(root, table.replace('/home/ada/far\\040away', root))).toBe('fuse.sshfs');
    expect(networkFilesystem(0x65735546, () => 'fuse.sshfs')).toBe('fuse.sshfs');
    expect(networkFilesystem(0x65735546, () => 'virtiofs')).toBe('virtiofs');
    expect(networkFilesystem(0x65735546, () => undefined)).toBe('fuse');
    expect(networkFilesystem(0x65735546, () => 'fuseblk')).toBeUndefined();
  });
});
