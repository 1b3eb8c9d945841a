import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { LogFiles } from '../src/feed/log-files.js';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'agentcoord-tui-logs-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const line = (second: number, message: string, more: object = {}): string =>
  JSON.stringify({ time: `2026-11-27T10:00:0${second}.000Z`, level: 'info', agent: 'x', message, ...more });

test('lines of all workers stand in the order of time, and what a command printed behind what it came after', async () => {
  await writeFile(join(folder, 'ada.log'), `${line(1, 'started')}\nplain words\n${line(4, 'done')}\n`);
  await writeFile(join(folder, 'bob.log'), `${line(2, 'task started', { taskId: 'task_1' })}\n`);
  const lines = await new LogFiles(folder).read();
  expect(lines?.map(({ source, text }) => `${source}: ${text}`)).toEqual([
    'ada: started',
    'ada: plain words',
    'bob: task started  taskId=task_1',
    'ada: done',
  ]);
});

test('secrets and control characters of a log are not shown', async () => {
  await writeFile(
    join(folder, 'ada.log'),
    `\u001b[2Jkey sk-ant-0123456789abcdefghij and redis://u:hunter2@host\n`,
  );
  const [shown] = (await new LogFiles(folder).read()) ?? [];
  expect(shown?.text).not.toMatch(/sk-ant-0123|hunter2/);
  expect(shown?.text).not.toContain('\u001b');
});

test('of a long log only the end is read, and nothing while nothing changes', async () => {
  const long = Array.from({ length: 5_000 }, (_, index) => `line ${index}`).join('\n');
  await writeFile(join(folder, 'ada.log'), `${long}\n`);
  const files = new LogFiles(folder);
  const lines = await files.read();
  expect(lines?.length).toBeLessThanOrEqual(60);
  expect(lines?.at(-1)?.text).toBe('line 4999');
  expect(await files.read()).toBeUndefined();
});

test('a folder that is not there yet is no trouble', async () => {
  expect(await new LogFiles(join(folder, 'none')).read()).toBeUndefined();
});
