import type { Storage } from '@agentcoord/core';
import { openRedisStorage } from '@agentcoord/storage-redis';
import { redisMissing, startRedisServer } from '@agentcoord/tooling/redis-server';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { refusal } from './support/refusals.js';
import { onEveryStore } from './support/stores.js';
import { DEPLOY, World } from './support/world.js';

onEveryStore('waiting', (place) => {
  const world = async (): Promise<World> => new World(await (await place()).open());

  test.each(['approve', 'reject'] as const)('ends when somebody decides: %s', async (verb) => {
    const { ada, operator } = await world();
    const { id } = await ada.request(DEPLOY);
    // Without a poll within the test's time: only the signal wakes it.
    const waiting = ada.wait(id, { pollInterval: '10m' });
    await operator[verb](id, { reason: 'because' });
    expect(await waiting).toMatchObject({ by: 'operator', reason: 'because' });
  });

  test('of what was decided before ends at once', async () => {
    const { ada, operator } = await world();
    const { id } = await ada.request(DEPLOY);
    await operator.approve(id);
    expect(await ada.wait(id)).toMatchObject({ status: 'approved' });
  });

  test('ends when the request expires, which is denied and written down', async () => {
    const { ada, operator, storage } = await world();
    const ended = await ada.requestAndWait({ ...DEPLOY, timeout: 50 });
    expect(ended).toMatchObject({ status: 'expired', decidedAt: ended.expiresAt });
    expect(await refusal(ada.consume(ended.id, DEPLOY))).toMatchObject({ code: 'conflict' });
    expect(await refusal(operator.approve(ended.id))).toMatchObject({ data: { status: 'expired' } });
    const [stored] = await storage.records.get({ collection: 'approvals', ids: [ended.id] });
    expect(stored?.value.expiredAt).toBe(ended.expiresAt);
  });

  test('ends when the request is taken back, or taken out of the store', async () => {
    const { ada, storage } = await world();
    const first = await ada.request(DEPLOY);
    const waiting = ada.wait(first.id);
    await ada.cancel(first.id);
    expect(await waiting).toMatchObject({ status: 'cancelled', by: 'Ada' });
    const second = await ada.request(DEPLOY);
    const { seen, looked } = noticed(storage);
    const waitingToo = new World(seen).as({ actor: 'Ada#agent_1' }).wait(second.id, { pollInterval: 20 });
    await looked;
    await storage.records.remove({ collection: 'approvals', id: second.id });
    expect(await waitingToo).toMatchObject({
      status: 'cancelled',
      reason: expect.stringContaining('removed'),
    });
  });

  test('is not fooled by a decision without a right signature', async () => {
    const project = await world();
    const { id } = await project.ask({ timeout: 300 });
    const waiting = project.ada.wait(id, { pollInterval: 20 });
    await project.rewrite(id, (value) => ({
      ...value,
      votes: [{ id: 'vote-1', by: 'operator', verdict: 'approved', at: value.requestedAt }],
    }));
    expect(await waiting).toMatchObject({ status: 'expired' });
  });

  test('ends with the caller’s signal, and the request stays', async () => {
    const { ada, operator } = await world();
    const { id } = await ada.request(DEPLOY);
    const stop = new AbortController();
    const waiting = refusal(ada.wait(id, { signal: stop.signal }));
    stop.abort();
    expect(await waiting).toMatchObject({ code: 'aborted' });
    expect(await operator.get(id)).toMatchObject({ status: 'pending' });
  });
});

const missing = redisMissing();
describe.skipIf(missing)(`a Redis that restarts${missing ? ` (skipped: ${missing})` : ''}`, () => {
  test('does not end the waiting', { timeout: 120_000 }, async () => {
    const server = await startRedisServer({ appendOnly: true, arguments: ['--appendfsync', 'always'] });
    onTestFinished(() => server.remove());
    const storage = await openRedisStorage({ path: server.socketPath, namespace: 'restarts' });
    onTestFinished(() => storage.close());
    const { ada, operator } = new World(storage);
    const { id } = await ada.request(DEPLOY);
    const waiting = ada.wait(id, { pollInterval: 100 });
    await server.stop('SIGKILL');
    expect(await refusal(storage.now({ timeoutMs: 200 }))).toMatchObject({ code: 'storage_unavailable' });
    await server.start();
    await vi.waitFor(() => operator.approve(id), { timeout: 60_000, interval: 100 });
    expect(await waiting).toMatchObject({ status: 'approved', by: 'operator' });
  });
});

/** The same storage, telling when somebody has read a record and asked for the time, as a look does. */
function noticed(storage: Storage): { seen: Storage; looked: Promise<void> } {
  let tell: () => void = () => undefined;
  const looked = new Promise<void>((resolve) => {
    tell = resolve;
  });
  const seen = new Proxy(storage, {
    get(target, name) {
      const value: unknown = Reflect.get(target, name);
      if (name !== 'now') return value;
      return async () => {
        const now = await target.now();
        tell();
        return now;
      };
    },
  });
  return { seen, looked };
}
