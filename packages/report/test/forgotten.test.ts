import { TaskQueue } from '@agentcoord/queue';
import { collectReport, renderReport } from '@agentcoord/report';
import { openRedisStorage } from '@agentcoord/storage-redis';
import { askRedis } from '@agentcoord/tooling/ask-redis';
import { hasRedis, redisNamespace } from '@agentcoord/tooling/redis-of-file';
import { expect, onTestFinished, test } from 'vitest';

test.runIf(hasRedis)(
  'says that the beginning is gone, and how much of it, where the events were trimmed',
  async () => {
    const place = await redisNamespace();
    const storage = await openRedisStorage(place);
    onTestFinished(() => storage.close());
    const queue = new TaskQueue({ storage, worker: 'Ada#1' });
    await queue.addMany(Array.from({ length: 20 }, (_, index) => ({ title: `Task ${index}` })));
    for (let index = 0; index < 10; index += 1) await (await queue.claim())?.complete();
    const { sequence } = await storage.logs.head({ log: 'events' });
    await askRedis({ path: place.path }, `XTRIM {ac:${place.namespace}}:log:events MAXLEN 3`);

    const report = await collectReport({ storage, namespace: 'trimmed' });
    expect(report.forgotten).toMatchObject({ events: sequence - 3, keptFromAt: expect.any(Number) });
    // What is not told by events is whole.
    expect(report.counts).toMatchObject({ completed: 10, ready: 10 });
    expect(renderReport(report)).toContain('The beginning is gone.');

    const since = (report.forgotten?.keptFromAt ?? 0) + 1;
    const later = await collectReport({ storage, namespace: 'trimmed', since });
    expect(later.forgotten).toBeUndefined();
    expect(renderReport(later)).not.toContain('The beginning is gone.');
  },
);
