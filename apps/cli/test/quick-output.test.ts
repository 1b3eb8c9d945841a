import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { setUpCli } from './support/cli.js';

const cli = setUpCli();

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
  expect(text.length).toBeLessThan(160_000);
});
