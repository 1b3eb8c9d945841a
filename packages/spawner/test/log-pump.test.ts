import { mkdirSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { followLog, readLog } from '../src/index.js';
import { type Pump, startPump } from '../src/log/start-pump.js';
import { temporaryFolder } from './support/temporary.js';

const LINES = Array.from({ length: 5_000 }, (_, index) => `line ${index} ${'x'.repeat(index % 90)}`);

async function pumpInto(logFile: string, maxBytes: number, kept = 3): Promise<Pump> {
  return startPump({ spawnId: 'worker_test', logFile, bounds: { maxBytes, kept } });
}

async function write(pump: Pump, text: string): Promise<void> {
  pump.process.stdin?.end(text);
  await pump.ended;
}

test('what was said is in the files, each line once and whole, in its order', async () => {
  const logFile = join(temporaryFolder(), 'w.log');
  const pump = await pumpInto(logFile, 16_000, 19);
  await write(pump, `${LINES.join('\n')}\n`);
  expect(await readLog(logFile, 10_000)).toEqual(LINES);
});

test('the files are bounded in size and in number', async () => {
  const folder = temporaryFolder();
  const logFile = join(folder, 'w.log');
  await write(await pumpInto(logFile, 4_000), `${LINES.join('\n')}\n`);
  const files = readdirSync(folder).sort();
  expect(files).toEqual(['w.log', 'w.log.1', 'w.log.2', 'w.log.3']);
  for (const file of files) {
    expect(statSync(join(folder, file)).size).toBeLessThanOrEqual(4_000);
    expect(statSync(join(folder, file)).mode & 0o777).toBe(0o600);
  }
  // The newest are those that are kept.
  expect(await readLog(logFile, 100)).toEqual(LINES.slice(-100));
});

test('a line that is longer than a file, and one without an end, are kept as they are', async () => {
  const logFile = join(temporaryFolder(), 'w.log');
  const long = 'y'.repeat(9_000);
  await write(await pumpInto(logFile, 1_000), `first\n${long}\nlast without an end`);
  expect(readFileSync(`${logFile}.1`, 'utf8')).toBe(`${long}\n`);
  expect(readFileSync(logFile, 'utf8')).toBe('last without an end');
});

test('who follows a log misses nothing where one file ends and the next begins', async () => {
  const logFile = join(temporaryFolder(), 'w.log');
  const pump = await pumpInto(logFile, 2_000, 19);
  const ending = new AbortController();
  const seen: string[] = [];
  const following = (async () => {
    for await (const line of followLog({ logFile, signal: ending.signal, intervalMs: 1 })) {
      seen.push(line);
      if (line === 'the end') ending.abort();
    }
  })();
  const lines = LINES.slice(0, 400);
  const { stdin } = pump.process;
  // In pieces, so that the files turn while they are read.
  for (let from = 0; from < lines.length; from += 10) {
    stdin?.write(`${lines.slice(from, from + 10).join('\n')}\n`);
    await expect.poll(() => seen.length, { interval: 2, timeout: 20_000 }).toBeGreaterThanOrEqual(from);
  }
  await write(pump, 'the end\n');
  await following;
  expect(seen).toEqual([...lines, 'the end']);
});

test('a pump that is asked to end goes on until its worker has said everything', async () => {
  const logFile = join(temporaryFolder(), 'w.log');
  const pump = await pumpInto(logFile, 10_000);
  pump.process.stdin?.write('before\n');
  await expect.poll(() => readFileSync(logFile, 'utf8'), { timeout: 20_000 }).toBe('before\n');
  pump.process.kill('SIGTERM');
  await write(pump, 'after\n');
  expect(readFileSync(logFile, 'utf8')).toBe('before\nafter\n');
});

test('a log that cannot be put aside stays small, and ends neither the pump nor its worker', async () => {
  const logFile = join(temporaryFolder(), 'w.log');
  // As far as the pump can tell the disk refuses: nothing can be renamed over a folder that holds something.
  mkdirSync(join(`${logFile}.1`, 'in the way'), { recursive: true });
  const pump = await pumpInto(logFile, 4_000, 1);
  await write(pump, `${LINES.join('\n')}\n`);
  expect(pump.process.exitCode).toBe(0);
  expect(statSync(logFile).size).toBeLessThanOrEqual(4_000);
  expect(readFileSync(logFile, 'utf8').trimEnd().split('\n').at(-1)).toBe(LINES.at(-1));
});

test('a log whose folder is gone ends nothing either', async () => {
  const folder = temporaryFolder();
  const logFile = join(folder, 'logs', 'w.log');
  const pump = await pumpInto(logFile, 1_000, 1);
  pump.process.stdin?.write('before\n');
  await expect.poll(() => readFileSync(logFile, 'utf8'), { timeout: 20_000 }).toBe('before\n');
  rmSync(join(folder, 'logs'), { recursive: true });
  await write(pump, `${LINES.join('\n')}\n`);
  expect(pump.process.exitCode).toBe(0);
});
