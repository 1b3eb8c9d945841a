import { expect, test, vi } from 'vitest';
import { startActor, stopped } from './support/actor.js';
import { openStore } from './support/open.js';
import { temporaryFolder } from './support/temporary.js';

vi.setConfig({ testTimeout: 120_000 });

const thing = { collection: 'things', id: 'a', value: { n: 1 } };

test.runIf(process.platform === 'linux')(
  'a writer stopped inside its transaction blocks other writers, who name it within their deadline',
  async () => {
    const folder = temporaryFolder();
    const storage = await openStore(folder);
    await storage.records.put({ ...thing, id: 'before' });
    const actor = await startActor({ folder, crashPoint: 'file-written:1:stop' });
    const change = actor.call('records.put', thing);
    await stopped(actor);

    const startedAt = performance.now();
    const refused = storage.records.put({ ...thing, id: 'other' }, { timeoutMs: 300 });
    await expect(refused).rejects.toMatchObject({
      code: 'storage_unavailable',
      message: expect.stringContaining(`process ${actor.pid}`),
      data: { pid: actor.pid, stopped: true, command: expect.stringContaining('node') },
    });
    const waitedMs = performance.now() - startedAt;
    expect(waitedMs).toBeGreaterThanOrEqual(300);

    // Reading needs no lock, and sees the state before.
    const [before, unseen] = await storage.records.get({ collection: 'things', ids: ['before', 'a'] });
    expect([before?.id, unseen]).toEqual(['before', undefined]);
    // Who waits can give up before the deadline.
    const controller = new AbortController();
    const waiting = storage.records.put({ ...thing, id: 'other' }, { signal: controller.signal });
    controller.abort();
    await expect(waiting).rejects.toMatchObject({ code: 'aborted' });

    actor.kill('SIGCONT');
    expect(await change).toMatchObject({ reply: { status: 'stored' } });
    expect(await storage.records.put({ ...thing, id: 'other' })).toMatchObject({ status: 'stored' });
  },
);

test.runIf(process.platform === 'linux')(
  'a stopped writer that is killed frees the store at once and changes nothing',
  async () => {
    const folder = temporaryFolder();
    const storage = await openStore(folder);
    const actor = await startActor({ folder, crashPoint: 'file-written:1:stop' });
    actor.call('records.put', thing).catch(() => undefined);
    await stopped(actor);
    const waiting = storage.records.put({ ...thing, id: 'other' });
    actor.kill('SIGKILL');
    expect(await waiting).toMatchObject({ status: 'stored' });
    expect(await storage.records.get({ collection: 'things', ids: ['a'] })).toEqual([undefined]);
  },
);

test.runIf(process.platform === 'linux')(
  'a writer stopped inside its transaction lets others open the store and read',
  async () => {
    const folder = temporaryFolder();
    const first = await openStore(folder);
    await first.records.put(thing);
    const actor = await startActor({ folder, crashPoint: 'file-written:1:stop' });
    actor.call('records.put', { ...thing, id: 'b' }).catch(() => undefined);
    await stopped(actor);
    const second = await openStore(folder, { timeoutMs: 1_000 });
    expect(await second.records.get({ collection: 'things', ids: ['a'] })).toMatchObject([{ id: 'a' }]);
  },
);
