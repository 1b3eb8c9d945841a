import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { openFileStorage } from '../src/index.js';
import { mountType, networkFilesystem } from '../src/opening/network-filesystem.js';
import { chooseAdapter } from '../src/sqlite/choose-adapter.js';
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
