import {
  chmodSync,
  existsSync,
  mkdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { logFileName } from '../src/log/log-file-name.js';
import { logTail } from '../src/log/log-tail.js';
import { openWorkerLog } from '../src/log/worker-log.js';
import { temporaryFolder } from './support/temporary.js';

describe('the name of a log file', () => {
  test('is the worker’s own name where that is plain', () => {
    expect(logFileName('Backend-1')).toBe('Backend-1.log');
  });

  test.each([
    '../../etc/passwd',
    '/etc/passwd',
    '..',
    '.hidden',
    'a/b',
    'a b',
    '-rf',
    'ünï',
    '日本',
    'x'.repeat(200),
    'a\\b',
  ])('is safe for %j and tells it from every other', (name) => {
    expect(logFileName(name)).toMatch(/^[a-z0-9][a-z0-9-]{0,60}\.log$/);
    expect(logFileName(name)).not.toBe(logFileName(`${name}!`));
  });

  test('differs for names that look alike', () => {
    expect(logFileName('a b')).not.toBe(logFileName('a/b'));
  });
});

describe('a log', () => {
  test('can be read by its user alone, also when it was open to others before', async () => {
    const file = join(temporaryFolder(), 'logs', 'w.log');
    await (await openWorkerLog(file, 100_000, 3)).file.close();
    chmodSync(file, 0o644);
    await (await openWorkerLog(file, 100_000, 3)).file.close();
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(statSync(join(file, '..')).mode & 0o777).toBe(0o700);
  });

  test('goes on where the life before ended', async () => {
    const file = join(temporaryFolder(), 'w.log');
    writeFileSync(file, 'earlier\n');
    const log = await openWorkerLog(file, 100_000, 3);
    await log.file.write('later\n');
    await log.file.close();
    expect(log.offset).toBe('earlier\n'.length);
    expect(readFileSync(file, 'utf8')).toBe('earlier\nlater\n');
  });

  test('is turned over when it is large, and three are kept', async () => {
    const file = join(temporaryFolder(), 'w.log');
    for (const life of ['1', '2', '3', '4', '5']) {
      const log = await openWorkerLog(file, 4, 3);
      expect(log.offset).toBe(0);
      await log.file.write(`life ${life}`);
      await log.file.close();
    }
    const kept = ['', '.1', '.2', '.3'].map((end) => readFileSync(file + end, 'utf8'));
    expect(kept).toEqual(['life 5', 'life 4', 'life 3', 'life 2']);
    expect(existsSync(`${file}.4`)).toBe(false);
  });

  test('is never written through a link that somebody put in its place', async () => {
    const folder = temporaryFolder();
    const target = join(folder, 'target');
    writeFileSync(target, 'precious');
    symlinkSync(target, join(folder, 'w.log'));
    await expect(openWorkerLog(join(folder, 'w.log'), 1_000, 3)).rejects.toMatchObject({
      code: 'spawn_failed',
    });
    expect(readFileSync(target, 'utf8')).toBe('precious');
  });

  test('that cannot be made says which and why', async () => {
    const file = join(temporaryFolder(), 'w.log');
    mkdirSync(file);
    await expect(openWorkerLog(file, 100_000, 3)).rejects.toMatchObject({
      code: 'spawn_failed',
      data: { logFile: file },
    });
  });
});

describe('the tail of a log', () => {
  test('is of this life alone, without secrets and control characters', async () => {
    const file = join(temporaryFolder(), 'w.log');
    const earlier = 'earlier life\n';
    writeFileSync(file, `${earlier}\u001b[31mred\nmy canary-7f3a\nhttps://me:hunter2@host/\n`);
    const tail = await logTail(file, earlier.length, ['canary-7f3a']);
    expect(tail).toContain('red');
    for (const hidden of ['earlier', 'canary', 'hunter2', '\u001b']) expect(tail).not.toContain(hidden);
  });

  test('is bounded and never begins within a line', async () => {
    const file = join(temporaryFolder(), 'w.log');
    const lines = Array.from({ length: 2_000 }, (_, index) => `line ${index}`);
    writeFileSync(file, lines.join('\n'));
    const tail = await logTail(file, 0, []);
    expect(tail.split('\n')).toEqual(lines.slice(-20));
  });

  test('of a worker that wrote nothing is empty', async () => {
    expect(await logTail(join(temporaryFolder(), 'none.log'), 0, [])).toBe('');
  });
});
