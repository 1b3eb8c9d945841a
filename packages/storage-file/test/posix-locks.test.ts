import { closeSync, openSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { connect } from '../src/opening/connect.js';
import { isConnected } from '../src/opening/connected-files.js';
import { refuseForeignFile } from '../src/opening/header.js';
import { STORE_DATABASE } from '../src/schema.js';
import { chooseAdapter } from '../src/sqlite/choose-adapter.js';
import { temporaryFolder } from './support/temporary.js';

/** Locks of this process on a file, as the kernel has them. */
function locksOn(path: string): string[] {
  const inode = statSync(path).ino;
  return (
    readFileSync('/proc/locks', 'utf8')
      .split('\n')
      .filter((line) => line.includes(` ${process.pid} `) && line.includes(`:${inode} `))
      // The number in front counts the locks of the whole machine.
      .map((line) => line.replace(/^\d+: /, ''))
  );
}

async function connected() {
  const folder = temporaryFolder();
  const connection = await connect({
    folder,
    kind: STORE_DATABASE,
    adapter: chooseAdapter(),
    durability: 'process',
  });
  connection.database.exec('BEGIN IMMEDIATE');
  return { connection, path: join(folder, STORE_DATABASE.file) };
}

test.runIf(process.platform === 'linux')(
  'whoever opens and closes the database through fs drops the locks of a running transaction: why nobody may',
  async () => {
    const { connection, path } = await connected();
    const log = `${path}-shm`;
    expect(locksOn(log).some((line) => line.includes('WRITE'))).toBe(true);
    // The forbidden act. Another process could now write into the middle of this transaction.
    closeSync(openSync(log, 'r'));
    expect(locksOn(log)).toEqual([]);
    expect(connection.database.inTransaction).toBe(true);

    expect(locksOn(path)).not.toEqual([]);
    closeSync(openSync(path, 'r'));
    expect(locksOn(path)).toEqual([]);
    connection.close();
  },
);

test.runIf(process.platform === 'linux')(
  'the check of the header leaves the locks of a running transaction alone',
  async () => {
    const { connection, path } = await connected();
    const before = [...locksOn(path), ...locksOn(`${path}-shm`)];
    refuseForeignFile(path, STORE_DATABASE.applicationId);
    expect([...locksOn(path), ...locksOn(`${path}-shm`)]).toEqual(before);
    connection.close();
  },
);

test.runIf(process.platform === 'linux')(
  'a connection that the registry does not know is seen by its open file',
  async () => {
    const folder = temporaryFolder();
    const path = join(folder, 'agentcoord.db');
    expect(isConnected(path)).toBe(false);
    // As a worker thread would: past the registry of this one.
    const database = chooseAdapter().connect(path);
    database.exec('CREATE TABLE t(a)');
    expect(isConnected(path)).toBe(true);
    database.close();
  },
);
