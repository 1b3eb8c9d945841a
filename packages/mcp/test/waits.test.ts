import { expect, test, vi } from 'vitest';
import { temporaryRepository } from './support/repository.js';
import { serve } from './support/served.js';

vi.setConfig({ testTimeout: 60_000 });

const QUICK = { callWaitsMs: 100 };

test('a wait that takes longer than a call answers pending, keeps its place, and is asked for again', async () => {
  const served = await serve(temporaryRepository(), 'none', QUICK);
  const { call } = await served.connect();
  const other = await served.observer();
  const lock = await other.lockFile('a.ts');
  const first = await call('lock_files', { paths: ['a.ts'], wait_seconds: 60 });
  expect(first).toMatchObject({ status: 'pending', wait_id: expect.any(String) });
  expect((await other.locks.list())[0]?.waiters).toHaveLength(1);
  expect(await call('wait_for', { wait_id: first.wait_id })).toMatchObject({ status: 'pending' });
  await lock.release();
  await expect
    .poll(() => call('wait_for', { wait_id: first.wait_id }).catch(() => undefined), { timeout: 20_000 })
    .toMatchObject({ status: 'done', tool: 'lock_files', result: { status: 'locked', paths: ['a.ts'] } });
  expect(await call('release_files', { all: true })).toMatchObject({ released: ['a.ts'] });
});

test('the cancellation of a client ends its wait, and it holds nothing afterwards', async () => {
  const served = await serve(temporaryRepository(), 'none');
  const { client } = await served.connect();
  const other = await served.observer();
  const lock = await other.lockFile('a.ts');
  const waits = async (): Promise<number | undefined> => (await other.locks.list())[0]?.waiters.length;
  const cancel = new AbortController();
  const asked = client
    .callTool(
      { name: 'lock_files', arguments: { paths: ['a.ts'], wait_seconds: 600 } },
      { signal: cancel.signal },
    )
    .catch(() => 'cancelled');
  await expect.poll(waits, { timeout: 20_000 }).toBe(1);
  cancel.abort();
  expect(await asked).toBe('cancelled');
  await expect.poll(waits, { timeout: 20_000 }).toBe(0);
  await lock.release();
  await (await other.lockFile('a.ts', { wait: 0 })).release();
});

test('a wait that is cancelled gives back what it got', async () => {
  const served = await serve(temporaryRepository(), 'none', QUICK);
  const { call } = await served.connect();
  const other = await served.observer();
  const { wait_id: id } = await call('claim_task', { wait_seconds: 60 });
  const added = await other.addTask({ title: 'Late' });
  await expect
    .poll(async () => (await other.queue.get(added.id))?.state, { timeout: 20_000 })
    .toBe('claimed');
  expect(await call('wait_for', { wait_id: id, cancel: true })).toMatchObject({ status: 'cancelled' });
  expect(await other.queue.get(added.id)).toMatchObject({ state: 'ready', attempts: 0 });
});

test('a lock and a task that are lost meanwhile are told with the next answer, once', async () => {
  const served = await serve(temporaryRepository(), 'none');
  const { call } = await served.connect();
  const other = await served.observer();
  await call('lock_files', { paths: ['a.ts'] });
  const { id } = await other.addTask({ title: 'Not wanted any more' });
  await call('claim_task');
  await other.locks.forceRelease('a.ts', { by: 'operator', reason: 'needed now' });
  await other.queue.cancel(id, { reason: 'done by hand' });
  const told: string[] = [];
  await expect
    .poll(
      async () => {
        const { notices = [] } = await call('list_tasks');
        told.push(...notices);
        return told.length;
      },
      { timeout: 20_000 },
    )
    .toBe(2);
  expect(told.join('\n')).toMatch(/lock on "a.ts"/);
  expect(told.join('\n')).toContain(id);
  expect(await call('list_tasks')).not.toHaveProperty('notices');
  await expect(call('complete_task', { task_id: id })).rejects.toThrow(/not_found/);
});
