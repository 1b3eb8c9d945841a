import { describe, expect, test, vi } from 'vitest';
import { temporaryRepository } from './support/repository.js';
import { serve } from './support/served.js';
import { missing, sharedServer, unless } from './support/stores.js';

vi.setConfig({ testTimeout: 240_000 });

const CLIENTS = 50;
const redis = sharedServer();

describe.each(['file', 'redis'])('on %s', (kind) => {
  test.skipIf(kind === 'redis' && missing)(
    `of 50 clients at once each gets a task of its own, and one gets the lock${unless}`,
    async () => {
      const served = await serve(temporaryRepository(), kind === 'redis' ? redis() : 'none');
      const observer = await served.observer();
      await observer.addTasks(Array.from({ length: CLIENTS }, (_, index) => ({ title: `Task ${index}` })));
      const clients = await Promise.all(Array.from({ length: CLIENTS }, () => served.connect()));
      const claimed = await Promise.all(clients.map(({ call }) => call('claim_task')));
      const ids = claimed.map(({ task }) => task.id);
      expect(new Set(ids).size).toBe(CLIENTS);
      const locked = await Promise.allSettled(
        clients.map(({ call }) => call('lock_files', { paths: ['a.ts'] })),
      );
      expect(locked.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
      const refused = locked.filter((one) => one.status === 'rejected');
      for (const { reason } of refused) expect(String(reason)).toContain('lock_held');
      await Promise.all(clients.map(({ call }, index) => call('complete_task', { task_id: ids[index] })));
      expect((await observer.queue.stats()).counts).toMatchObject({ completed: CLIENTS, claimed: 0 });
      expect(new Set((await observer.registry.list()).map(({ identity }) => identity)).size).toBe(CLIENTS);
      await served.stop();
      expect(await observer.locks.list()).toEqual([]);
      expect((await observer.registry.list()).filter(({ state }) => state !== 'left')).toEqual([]);
    },
  );
});
