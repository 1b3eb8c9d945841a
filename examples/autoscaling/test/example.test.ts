import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { expect, test } from 'vitest';

test('workers come with two bursts of tasks, do them, and leave again', async () => {
  const { REDIS_URL: _redis, ...environment } = process.env;
  const child = spawn('npm', ['start', '--silent'], {
    cwd: join(import.meta.dirname, '..'),
    env: environment,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const printed: string[] = [];
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => printed.push(text));
  const [code] = await once(child, 'close');
  expect({ code, printed: printed.join('') }).toEqual({
    code: 0,
    printed: expect.stringContaining('As it should be'),
  });
}, 120_000);
