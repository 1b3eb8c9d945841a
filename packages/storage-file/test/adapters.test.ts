import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { openFileStorage } from '../src/index.js';
import { chooseAdapter, nodeSqliteIsSound } from '../src/sqlite/choose-adapter.js';
import type { AdapterName, SqliteDatabase } from '../src/sqlite/database.js';
import { isBusy, primaryCode, resultCode, SQLITE } from '../src/sqlite/result-code.js';
import { openStore } from './support/open.js';
import { temporaryFolder } from './support/temporary.js';

const ADAPTERS: AdapterName[] = ['libsql', 'node:sqlite'];

/** Why this Node cannot run an adapter. */
function reason(adapter: AdapterName): string | undefined {
  if (adapter === 'libsql' || nodeSqliteIsSound()) return undefined;
  return `Node ${process.versions.node} has no sound node:sqlite; \`npx node@22\` has`;
}

function open(adapter: AdapterName, path: string): SqliteDatabase {
  const database = chooseAdapter(adapter).connect(path);
  onTestFinished(() => database.close());
  return database;
}

function thrownBy(act: () => void): unknown {
  try {
    act();
  } catch (error) {
    return error;
  }
  return expect.fail('nothing was thrown');
}

describe.each(ADAPTERS)('%s', (adapter) => {
  test('keeps texts, nulls and whole numbers up to 2⁵³ − 1', (context) => {
    if (reason(adapter)) return context.skip(reason(adapter));
    const database = open(adapter, ':memory:');
    database.exec('CREATE TABLE t(a TEXT, b INTEGER) STRICT');
    const insert = database.prepare('INSERT INTO t VALUES (?, ?)');
    expect(insert.run('ünï ✓', Number.MAX_SAFE_INTEGER)).toBe(1);
    expect(insert.run(null, -1)).toBe(1);
    const all = database.prepare<{ a: string | null; b: number }>('SELECT a, b FROM t ORDER BY b DESC');
    const rows = [
      { a: 'ünï ✓', b: Number.MAX_SAFE_INTEGER },
      { a: null, b: -1 },
    ];
    expect(all.all().map((row) => ({ ...row }))).toEqual(rows);
    expect({ ...all.get() }).toEqual(rows[0]);
    expect(database.prepare('SELECT a FROM t WHERE b = 7').get()).toBeUndefined();
    expect(database.prepare('UPDATE t SET b = 0').run()).toBe(2);
    expect({
      ...database.prepare<{ b: number }>('UPDATE t SET b = 5 WHERE a IS NULL RETURNING b').get(),
    }).toEqual({ b: 5 });
  });

  test('asks with the values of this call, whatever the statement was asked before', (context) => {
    if (reason(adapter)) return context.skip(reason(adapter));
    const database = open(adapter, ':memory:');
    database.exec(`CREATE TABLE t(a TEXT, b INTEGER); INSERT INTO t VALUES ('x', 1), ('x', 2), ('y', 3)`);
    const select = database.prepare<{ b: number }>('SELECT b FROM t WHERE a = ? ORDER BY b LIMIT ?');
    const ask = {
      one: () => expect(select.get('y', 1)).toMatchObject({ b: 3 }),
      none: () => expect(select.get('nobody', 1)).toBeUndefined(),
      many: () => expect(select.all('x', 5)).toMatchObject([{ b: 1 }, { b: 2 }]),
      empty: () => expect(select.all('nobody', 5)).toEqual([]),
    };
    for (const first of Object.values(ask)) {
      for (const second of Object.values(ask)) {
        first();
        second();
      }
    }
    expect(database.prepare<{ yes: number }>('SELECT ? IS NULL AS yes').get(null)).toMatchObject({ yes: 1 });
  });

  test('after a failed call the next is the one that was asked for', (context) => {
    if (reason(adapter)) return context.skip(reason(adapter));
    const database = open(adapter, ':memory:');
    database.exec('CREATE TABLE t(a TEXT PRIMARY KEY)');
    const insert = database.prepare<{ a: string }>('INSERT INTO t VALUES (?) RETURNING a');
    insert.get('x');
    database.exec('BEGIN');
    for (const verb of ['get', 'all'] as const) {
      expect(() => insert[verb]('x')).toThrow();
      insert[verb](`after a failed ${verb}`);
    }
    database.exec('COMMIT');
    const stored = database.prepare<{ a: string }>('SELECT a FROM t ORDER BY a').all();
    expect(stored.map((row) => row.a)).toEqual(['after a failed all', 'after a failed get', 'x']);
  });

  test('tells a locked database and a foreign file by their codes', (context) => {
    if (reason(adapter)) return context.skip(reason(adapter));
    const folder = temporaryFolder();
    const one = open(adapter, join(folder, 'a.db'));
    one.exec('PRAGMA journal_mode = WAL; CREATE TABLE t(a)');
    const two = open(adapter, join(folder, 'a.db'));
    one.exec('BEGIN IMMEDIATE');
    expect(one.inTransaction).toBe(true);
    const busy = thrownBy(() => two.exec('PRAGMA busy_timeout = 0; BEGIN IMMEDIATE'));
    expect(isBusy(busy)).toBe(true);
    one.exec('ROLLBACK');
    const constraint = thrownBy(() => one.exec('CREATE TABLE t(a)'));
    expect(isBusy(constraint)).toBe(false);
    expect(resultCode(constraint)).toBe(1);
    const nowhere = thrownBy(() => open(adapter, join(folder, 'no', 'such', 'folder.db')));
    expect(primaryCode(nowhere)).toBe(SQLITE.CANTOPEN);
  });

  test('has full text search, JSON and everything else the schema needs', async (context) => {
    if (reason(adapter)) return context.skip(reason(adapter));
    const storage = await openStore(temporaryFolder(), { adapter });
    await storage.records.put({ collection: 'things', id: 'a', value: {}, text: 'a needle in hay' });
    const { records } = await storage.records.search({ collection: 'things', words: 'needle' });
    expect(records.map((record) => record.id)).toEqual(['a']);
  });
});

test('a file opened through one SQLite is not opened through another in the same process', async (context) => {
  if (reason('node:sqlite')) return context.skip(reason('node:sqlite'));
  const folder = temporaryFolder();
  await openStore(folder, { adapter: 'libsql' });
  await expect(openFileStorage({ folder, adapter: 'node:sqlite' })).rejects.toMatchObject({
    code: 'misconfigured',
  });
});

test('what one SQLite wrote another process reads with the other', async (context) => {
  if (reason('node:sqlite')) return context.skip(reason('node:sqlite'));
  const { startActor } = await import('./support/actor.js');
  const folder = temporaryFolder();
  const storage = await openStore(folder, { adapter: 'node:sqlite' });
  const actor = await startActor({ folder, environment: { AGENTCOORD_SQLITE: 'libsql' } });
  for (let index = 0; index < 20; index += 1) {
    await storage.records.put({ collection: 'things', id: `mine${index}`, value: {} });
    expect(
      await actor.call('records.put', { collection: 'things', id: `its${index}`, value: {} }),
    ).toMatchObject({
      reply: { status: 'stored' },
    });
  }
  expect((await storage.records.list({ collection: 'things' })).records).toHaveLength(40);
});

test('the best SQLite there is is taken, and a wrong wish is refused', () => {
  expect(nodeSqliteIsSound('3.51.2')).toBe(false);
  expect(nodeSqliteIsSound('3.51.3')).toBe(true);
  expect(nodeSqliteIsSound('3.53.0')).toBe(true);
  expect(nodeSqliteIsSound('4.0.0')).toBe(true);
  expect(nodeSqliteIsSound('3.9.9')).toBe(false);
  expect(nodeSqliteIsSound('')).toBe(false);
  const before = process.env.AGENTCOORD_SQLITE;
  onTestFinished(() => {
    if (before === undefined) delete process.env.AGENTCOORD_SQLITE;
    else process.env.AGENTCOORD_SQLITE = before;
  });
  delete process.env.AGENTCOORD_SQLITE;
  expect(chooseAdapter().name).toBe(nodeSqliteIsSound() ? 'node:sqlite' : 'libsql');
  process.env.AGENTCOORD_SQLITE = 'postgres';
  expect(() => chooseAdapter()).toThrow(expect.objectContaining({ code: 'misconfigured' }));
});

test('opening a store prints nothing, whatever Node thinks of its own SQLite', () => {
  const script = `
    import { openMemoryStorage } from ${JSON.stringify(new URL('../src/index.ts', import.meta.url).href)};
    await (await openMemoryStorage()).close();
    process.emitWarning('a warning of somebody else');`;
  const run = spawnSync(
    process.execPath,
    [
      '--conditions=@agentcoord/source',
      '--import',
      import.meta.resolve('tsx'),
      '--input-type=module',
      '--eval',
      script,
    ],
    { encoding: 'utf8' },
  );
  expect(run.status, run.stderr).toBe(0);
  expect(run.stdout).toBe('');
  expect(run.stderr).not.toContain('SQLite');
  expect(run.stderr).toContain('a warning of somebody else');
}, 60_000);
