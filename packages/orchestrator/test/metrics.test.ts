import { CostLog } from '@agentcoord/llm-worker';
import { createResourceNames, FileLock } from '@agentcoord/locks';
import { TaskQueue } from '@agentcoord/queue';
import { AgentRegistry } from '@agentcoord/registry';
import { openMemoryStorage } from '@agentcoord/storage-file';
import fc from 'fast-check';
import { describe, expect, onTestFinished, test } from 'vitest';
import { MetricsCollector, toPrometheusText } from '../src/index.js';
import { parseExposition } from './support/parse-exposition.js';
import { stores } from './support/stores.js';
import { temporaryFolder } from './support/temporary.js';

async function collected(collector: MetricsCollector) {
  const samples = parseExposition(toPrometheusText(await collector.collect()));
  return (name: string, labels: Record<string, string> = {}): number | undefined =>
    samples.find(
      (sample) =>
        sample.name === `agentcoord_${name}` &&
        Object.entries(labels).every(([label, value]) => sample.labels[label] === value),
    )?.value;
}

describe.each(stores)('the figures, on the %s store,', (_name, open) => {
  test('of tasks: by state, by tag, and how old the oldest is', async () => {
    const storage = await open();
    const queue = new TaskQueue({ storage, worker: 'w' });
    await queue.addMany([
      { title: 'a', tags: ['backend', 'urgent'] },
      { title: 'b', tags: ['backend'] },
      { title: 'c' },
      { title: 'd', tags: ['docs'], delay: '1h' },
    ]);
    const claimed = await queue.claim({ tags: ['urgent'] });
    const value = await collected(new MetricsCollector({ storage }));
    expect(value('tasks', { state: 'ready' })).toBe(2);
    expect(value('tasks', { state: 'claimed' })).toBe(1);
    expect(value('tagged_tasks', { state: 'ready', tag: 'backend' })).toBe(1);
    expect(value('tagged_tasks', { state: 'claimed', tag: 'backend' })).toBe(1);
    expect(value('tagged_tasks', { state: 'ready', tag: '' })).toBe(1);
    expect(value('tagged_tasks', { state: 'scheduled', tag: 'docs' })).toBe(1);
    expect(value('tagged_task_oldest_seconds', { state: 'ready', tag: 'backend' })).toBeGreaterThanOrEqual(0);
    expect(value('tagged_tasks_complete')).toBe(1);
    await claimed?.complete();
  });

  test('of claims: the latency of each is the time between two events of the store', async () => {
    const storage = await open();
    const queue = new TaskQueue({ storage, worker: 'w' });
    const collector = new MetricsCollector({ storage });
    await queue.addMany([{ title: 'a' }, { title: 'b' }]);
    await (await queue.claim())?.release();
    await (await queue.claim())?.complete();
    const value = await collected(collector);
    expect(value('task_claim_latency_seconds_count')).toBe(2);
    expect(value('task_run_seconds_count', { outcome: 'released' })).toBe(1);
    expect(value('task_run_seconds_count', { outcome: 'completed' })).toBe(1);
    const { entries } = await storage.logs.read({ log: 'events' });
    const at = (type: string) => entries.filter(({ body }) => body.type === type).map((entry) => entry.at);
    const [added = 0] = at('task-added');
    const [released = 0] = at('task-released');
    const claims = at('task-claimed');
    // A task that is given back keeps its place, so the same one is claimed twice.
    const expected = ((claims[0] ?? 0) - added + ((claims[1] ?? 0) - released)) / 1000;
    expect(value('task_claim_latency_seconds_sum')).toBeCloseTo(expected, 6);
    // What was counted once is not counted again.
    await (await queue.claim())?.complete();
    expect((await collected(collector))('task_claim_latency_seconds_count')).toBe(3);
  });

  test('of locks: a grant that had to be waited for tells for how long', async () => {
    const storage = await open();
    const root = temporaryFolder();
    const resources = createResourceNames({ root });
    const [first, second] = ['one', 'two'].map((holder) => new FileLock({ storage, holder, resources }));
    const held = await first?.acquire('a.ts');
    const waiting = second?.acquire('a.ts', { wait: '20s' });
    const waiters = async () => (await storage.leases.inspect({ under: 'file' })).waiters.length;
    await expect.poll(waiters, { timeout: 10_000 }).toBe(1);
    expect((await collected(new MetricsCollector({ storage })))('file_lock_waiters')).toBe(1);
    await held?.release();
    await (await waiting)?.release();
    const value = await collected(new MetricsCollector({ storage }));
    expect(value('lock_wait_seconds_count')).toBe(1);
    expect(value('lock_wait_seconds_sum')).toBeGreaterThan(0);
    expect(value('file_locks_granted_total')).toBe(2);
    expect(value('file_locks_contended_total')).toBe(1);
  });

  test('of agents and costs', async () => {
    const storage = await open();
    const agent = await new AgentRegistry({ storage }).register({ name: 'One', kind: 'worker' });
    onTestFinished(() => agent.leave());
    await agent.setState('working', 'a task');
    const call = { task: 't', agent: 'One', provider: 'anthropic', pricesOf: 'x', estimated: false };
    const tokens = { inputTokens: 10, cacheReadTokens: 5, cacheWriteTokens: 0, outputTokens: 3 };
    const log = new CostLog(storage);
    await log.append('c1', { ...call, ...tokens, model: 'm', costNanoUsd: 250_000_000 });
    await log.append('c2', { ...call, ...tokens, model: 'm', costNanoUsd: 250_000_000 });
    const value = await collected(new MetricsCollector({ storage, budgets: { day: { usd: 20 } } }));
    expect(value('agents', { kind: 'worker', state: 'working' })).toBe(1);
    expect(value('agents', { kind: 'worker', state: 'hung' })).toBe(0);
    expect(value('model_cost_dollars_total', { model: 'anthropic/m' })).toBe(0.5);
    expect(value('model_tokens_total', { model: 'anthropic/m', kind: 'output' })).toBe(6);
    expect(value('budget_cap', { level: 'day', unit: 'usd' })).toBe(20);
  });
});

describe('the text for Prometheus', () => {
  test('is valid whatever stands in a label', () => {
    const anyText = fc.string({ unit: 'binary', maxLength: 40 });
    fc.assert(
      fc.property(fc.array(anyText, { maxLength: 5 }), fc.double(), (values, value) => {
        const samples = [...new Set(values.map((text) => text.toWellFormed()))].map((tag) => ({
          labels: { tag },
          value,
        }));
        const text = toPrometheusText([{ name: 'agentcoord_x', help: 'a\\b\nc', type: 'gauge', samples }]);
        expect(parseExposition(text).map(({ labels }) => labels.tag)).toEqual(
          samples.map(({ labels }) => labels.tag),
        );
      }),
    );
  });

  test('has at most a hundred values of a label that others choose; the rest is one', async () => {
    const storage = await openMemoryStorage();
    onTestFinished(() => storage.close());
    const queue = new TaskQueue({ storage });
    await queue.addMany(
      Array.from({ length: 300 }, (_, index) => ({ title: 't', tags: [`tag-${index}`, 'common'] })),
    );
    const samples = parseExposition(toPrometheusText(await new MetricsCollector({ storage }).collect()));
    const tagged = samples.filter(({ name }) => name === 'agentcoord_tagged_tasks');
    expect(tagged).toHaveLength(101);
    const byTag = new Map(tagged.map(({ labels, value }) => [labels.tag, value]));
    expect([byTag.get('common'), byTag.get('other')]).toEqual([300, 201]);
  });
});
