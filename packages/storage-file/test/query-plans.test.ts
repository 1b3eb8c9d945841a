import { expect, onTestFinished, test } from 'vitest';
import { migrate } from '../src/opening/migrations.js';
import { READY_HEADS } from '../src/queues/claim.js';
import { NEXT_DUE } from '../src/queues/expire.js';
import { STORE_DATABASE } from '../src/schema.js';
import { chooseAdapter } from '../src/sqlite/choose-adapter.js';
import type { SqliteDatabase } from '../src/sqlite/database.js';
import { createStore } from '../src/store/store.js';

interface PlanRow {
  detail: string;
}

function emptyDatabase(): SqliteDatabase {
  const database = chooseAdapter().connect(':memory:');
  onTestFinished(() => database.close());
  migrate(database, ':memory:', STORE_DATABASE);
  return database;
}

function plan(database: SqliteDatabase, sql: string): string[] {
  return database
    .prepare<PlanRow>(`EXPLAIN QUERY PLAN ${sql}`)
    .all()
    .map((row) => row.detail);
}

test('the head of a ready list is read from its index alone, in order', () => {
  const [step, ...others] = plan(emptyDatabase(), READY_HEADS);
  expect(step).toBe('SEARCH ready USING PRIMARY KEY (queue=? AND requires=? AND tag=?)');
  expect(others).toEqual([]);
});

test('the next due time of a queue is the head of an index', () => {
  expect(plan(emptyDatabase(), NEXT_DUE)).toEqual([
    'SEARCH tasks USING COVERING INDEX tasks_by_time (queue=? AND wake_at>?)',
  ]);
});

/** What stays small whatever the backlog (`page` is what a limit has left), and how FTS5 looks up one row. */
const SMALL =
  /^SCAN (\d+ CONSTANT ROWS|\d+-ROW VALUES CLAUSE|\(subquery-\d+\)|gate|members|announcement|bells|lease_waiters|json_each|page|record_texts VIRTUAL TABLE INDEX 0:=)/;

test('no statement of a verb reads through a whole table', async () => {
  const { openStorageOn } = await import('./support/recording-storage.js');
  const { statements, storage, database } = openStorageOn(emptyDatabase(), createStore);
  const worker = { worker: 'one', leaseMs: 60_000, capabilities: ['gpu'], tags: ['web'] };
  const lease = { holder: 'one', keys: [{ key: 'file/a', scope: 'tree' as const }], ttlMs: 60_000 };
  await storage.queues.push({
    tasks: [
      { id: 'a', title: 'A', tags: ['web'], requires: ['gpu'], dedupeKey: 'key' },
      { id: 'b', title: 'B', dependsOn: ['a'], onDependencyFailure: 'cancel' },
      { id: 'c', title: 'C', tags: ['web'] },
    ],
  });
  const claimed = await storage.queues.claim(worker);
  const claim = claimed.status === 'claimed' ? claimed.claims[0] : undefined;
  const identity = { taskId: 'a', fence: claim?.fence ?? 0 };
  await storage.queues.renew({ ...identity, leaseMs: 60_000, progress: { note: 'half' } });
  await storage.queues.settle({ ...identity, outcome: { kind: 'complete' }, next: worker });
  await storage.queues.cancel({ taskId: 'b' });
  await storage.queues.requeue({ taskId: 'b' });
  await storage.queues.get({ taskIds: ['a'] });
  await storage.queues.stats({});
  await storage.leases.acquire({ ...lease, grantId: 'g1' });
  await storage.leases.acquire({ ...lease, grantId: 'g2', holder: 'two', waitTtlMs: 60_000 });
  await storage.leases.guard({ grantId: 'g1', fence: 1 });
  await storage.leases.inspect({ under: 'file/a' });
  await storage.leases.release({ grantId: 'g1' });
  await storage.leases.revoke({ holder: 'one', reason: 'test', by: 'test' });
  await storage.records.put({ collection: 'things', id: 'a', value: {}, labels: { a: 'b' }, text: 'words' });
  await storage.records.list({ collection: 'things', labels: { a: 'b' } });
  await storage.records.list({ collection: 'things' });
  await storage.records.remove({ collection: 'things', id: 'a' });
  await storage.logs.append({ log: 'audit', id: 'a', body: {} });
  await storage.logs.read({ log: 'audit' });
  await storage.logs.read({ log: 'events' });
  await storage.limits.acquirePermit({ name: 'llm', permitId: 'p', holder: 'one', max: 1, ttlMs: 60_000 });
  await storage.limits.reserve({
    reservationId: 'r',
    charges: [{ scope: 'fleet', amount: 1 }],
    ttlMs: 60_000,
  });
  await storage.sessions.open({ session: 'session-1' });
  const { replica } = storage;
  await replica?.look();
  await replica?.join({ storeId: 'one', host: 'laptop', ttlMs: 60_000, announces: true });
  await replica?.lead({ holder: 'one', ttlMs: 60_000 });
  await replica?.changes({ after: { epoch: 0, sequence: 0 } });
  const page = await replica?.snapshot({});
  const applies = page?.origin ?? null;
  await replica?.setGate({ ifVersion: 0, ifAlone: 'one', admits: null, applies, record: {} });
  if (page) await replica?.apply({ batch: { ...page, to: { epoch: 1, sequence: 1_000 } } });

  expect(statements.size).toBeGreaterThan(50);
  const scans = [...statements].flatMap((sql) =>
    plan(database, sql)
      .filter((step) => step.startsWith('SCAN') && !SMALL.test(step))
      .map((step) => `${step}: ${sql.replace(/\s+/g, ' ')}`),
  );
  expect(scans).toEqual([]);
});
