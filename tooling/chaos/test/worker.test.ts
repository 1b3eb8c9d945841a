import { appendFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { AgentCoordError } from '../../../packages/core/src/index.js';
import { readCalls } from '../history/call-file.js';
import { monotonicMs } from '../history/monotonic.js';
import { Resource } from '../round/resource.js';
import { CallRecorder } from '../worker/call-recorder.js';
import { turnWallClock } from '../worker/turned-clock.js';

function historyFile(): string {
  const folder = mkdtempSync(join(tmpdir(), 'agentcoord-chaos-test-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return join(folder, 'ada.jsonl');
}

test('a history tells of calls that were answered, that failed, and that nobody heard of again', async () => {
  const file = historyFile();
  const calls = new CallRecorder(file, { worker: 'ada', host: 1 });
  await calls.record('queues.push', { tasks: [] }, async () => ({ tasks: [] }));
  const refused = new AgentCoordError('storage_unavailable', 'away');
  await calls.record('queues.claim', {}, () => Promise.reject(refused)).catch(() => undefined);
  appendFileSync(file, '{"ask":3,"at":7,"verb":"queues.settle","request":{}}\n{"answer":3,"a');
  const [pushed, failed, lost] = readCalls(file);
  expect(pushed).toMatchObject({ worker: 'ada', host: 1, verb: 'queues.push', reply: { tasks: [] } });
  expect(failed).toMatchObject({ verb: 'queues.claim', error: { code: 'storage_unavailable' } });
  expect(lost).toEqual({ worker: 'ada', host: 1, verb: 'queues.settle', request: {}, sentAt: 7 });
});

test('turning the wall clock leaves the monotonic one and given times alone', () => {
  onTestFinished(() => turnWallClock(0));
  const [wall, monotonic] = [Date.now(), monotonicMs()];
  turnWallClock(3_600_000);
  expect(Date.now() - wall).toBeGreaterThanOrEqual(3_600_000);
  expect(Date.parse(new Date().toISOString()) - wall).toBeGreaterThanOrEqual(3_600_000);
  expect(new Date(5).getTime()).toBe(5);
  expect(monotonicMs() - monotonic).toBeLessThan(3_600_000);
  turnWallClock(0);
  expect(Date.now() - wall).toBeLessThan(3_600_000);
});

test('the resource lets nobody in below the highest fence it has seen', () => {
  const resource = new Resource();
  const use = (kind: 'enter' | 'write', fence: number, base?: number) =>
    resource.use({ kind, resource: 'file/a', grantId: `g${fence}`, fence, base });
  expect(use('enter', 5)).toEqual({ accepted: true, version: 0 });
  expect(use('enter', 6)).toEqual({ accepted: true, version: 0 });
  expect(use('write', 5, 0)).toEqual({ accepted: false, version: 0 });
  expect(use('write', 6, 0)).toEqual({ accepted: true, version: 1 });
  expect(resource.uses.map(({ accepted }) => accepted)).toEqual([true, true, false, true]);
});
