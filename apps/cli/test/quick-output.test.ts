import { once } from 'node:events';
import { chmod, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import * as nodeModule from 'node:module';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { setUpCli } from './support/cli.js';

const cli = setUpCli();
/** Newer Nodes keep compiled code themselves, in files of their own. */
const nodeKeepsCode = 'enableCompileCache' in nodeModule;

test('a quick command whose reader is gone ends well and says nothing', async () => {
  const running = cli.start(['status']);
  running.child.stdout.destroy();
  expect(await running.ended).toMatchObject({ code: 0, stderr: '' });
});

test('a quick command prints all of a long answer into a pipe that is read slowly', async () => {
  const description = 'é€'.repeat(2_000);
  const lines = Array.from({ length: 100 }, (_, index) => JSON.stringify({ title: `${index}`, description }));
  expect(await cli.run(['tasks', 'import', '-'], { stdin: lines.join('\n') })).toMatchObject({ code: 0 });
  const running = cli.start(['tasks', 'list', '--json']);
  running.child.stdout.pause();
  await once(running.child, 'spawn');
  setImmediate(() => running.child.stdout.resume());
  const ended = await running.ended;
  expect(ended.code).toBe(0);
  const { tasks } = ended.json().data as { tasks: Array<{ title: string; description: string }> };
  expect(tasks.map(({ title }) => title)).toEqual(Array.from({ length: 100 }, (_, index) => `${index}`));
  expect(tasks.every((task) => task.description === description)).toBe(true);
});

test('the bundle of quick commands has no part of a client that acts, and loads no threads and no crypto to start', async () => {
  const text = await readFile(cli.quickFile, 'utf8');
  expect(text).not.toContain('require("node:crypto")');
  expect(text).not.toContain('require("node:fs/promises")');
  // What stands between Redis and the file store is in a file of its own.
  expect(text).not.toContain('hasMetOthers');
  expect(text.length).toBeLessThan(160_000);
});

describe('the code of a quick command that an earlier process compiled', () => {
  const compiled = (): string => join(cli.folder, '.cache', 'agentcoord', 'compiled');
  const only = async (): Promise<string> => join(compiled(), (await readdir(compiled()))[0] ?? '');

  test.skipIf(nodeKeepsCode)('is used, and made again where it is broken', async () => {
    const first = await cli.run(['status']);
    const file = await only();
    const whole = await readFile(file);
    await writeFile(file, whole.subarray(0, 1_000));
    expect(await cli.run(['status'])).toEqual({ ...first, json: expect.any(Function) });
    expect((await readFile(file)).length).toBeGreaterThan(100_000);
  });

  test.skipIf(nodeKeepsCode)(
    'is for its user only, and left alone where others could have written it',
    async () => {
      await cli.run(['status']);
      const file = await only();
      expect((await stat(file)).mode & 0o777).toBe(0o600);
      await writeFile(file, 'not code');
      await chmod(file, 0o666);
      expect(await cli.run(['status'])).toMatchObject({ code: 0 });
      expect((await stat(file)).mode & 0o777).toBe(0o600);
    },
  );

  test('is not needed: a home that cannot be written changes nothing', async () => {
    const environment = { HOME: '/proc/self', XDG_CACHE_HOME: '' };
    expect(await cli.run(['status'], { environment })).toMatchObject({ code: 0, stderr: '' });
  });
});
