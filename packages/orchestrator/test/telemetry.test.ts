import { inSpan, setTracer } from '@agentcoord/core';
import { createResourceNames, FileLock } from '@agentcoord/locks';
import { TaskQueue } from '@agentcoord/queue';
import { openMemoryStorage } from '@agentcoord/storage-file';
import { type Attributes, metrics, type Span, type TracerProvider, trace } from '@opentelemetry/api';
import { afterEach, expect, onTestFinished, test } from 'vitest';
import { enableOpenTelemetry } from '../src/index.js';
import { temporaryFolder } from './support/temporary.js';

interface Seen {
  name: string;
  attributes: Attributes;
  ended: boolean;
  failed?: string;
}

/** The smallest SDK: registers with the real API and keeps what it is given. */
function registerSdk(): Seen[] {
  const seen: Seen[] = [];
  const startActiveSpan = (
    name: string,
    options: { attributes?: Attributes },
    work: (span: Span) => unknown,
  ) => {
    const one: Seen = { name, attributes: { ...options.attributes }, ended: false };
    seen.push(one);
    const span = {
      setAttributes: (more: Attributes) => void Object.assign(one.attributes, more),
      setStatus: ({ message }: { message?: string }) => {
        one.failed = message ?? '';
      },
      end: () => {
        one.ended = true;
      },
    };
    return work(span as unknown as Span);
  };
  trace.setGlobalTracerProvider({ getTracer: () => ({ startActiveSpan }) } as unknown as TracerProvider);
  return seen;
}

afterEach(() => {
  setTracer(undefined);
  trace.disable();
  metrics.disable();
});

test('without an SDK nothing is enabled, and measured work runs as it is', async () => {
  Reflect.deleteProperty(globalThis, Symbol.for('opentelemetry.js.api.1'));
  expect(await enableOpenTelemetry()).toBe(false);
  let asked = false;
  const attributes = () => {
    asked = true;
    return {};
  };
  expect(await inSpan('claim', attributes, async () => 7)).toBe(7);
  expect(asked).toBe(false);
});

test('claims, tasks and asks for locks are spans, with what they were about and how they ended', async () => {
  const seen = registerSdk();
  expect(await enableOpenTelemetry()).toBe(true);
  const storage = await openMemoryStorage();
  onTestFinished(() => storage.close());
  const queue = new TaskQueue({ storage, worker: 'w' });
  const root = temporaryFolder();
  const locks = new FileLock({ storage, holder: 'w', resources: createResourceNames({ root }) });
  await queue.add({ title: 'a', tags: ['backend'], maxAttempts: 1 });
  await queue.work(
    async () => {
      await (await locks.acquire('a.ts')).release();
      throw new Error('token sk-ant-abcdefghijklmnopqrstuvwxyz0123456789 is wrong');
    },
    { stopWhenIdle: true },
  );
  const named = (name: string) => seen.filter((span) => span.name === `agentcoord.${name}`);
  expect(named('claim')[0]?.attributes).toMatchObject({ 'agentcoord.worker': 'w', 'agentcoord.claimed': 1 });
  expect(named('task')).toMatchObject([
    { attributes: { 'agentcoord.task.attempt': 1, 'agentcoord.tags': 'backend' }, ended: true },
  ]);
  expect(named('task')[0]?.failed).toMatch(/^token .* is wrong$/);
  expect(named('task')[0]?.failed).not.toContain('abcdefghijklmnop');
  expect(named('lock')).toMatchObject([{ attributes: { 'agentcoord.granted': true }, ended: true }]);
  expect(seen.every(({ ended }) => ended)).toBe(true);
});
