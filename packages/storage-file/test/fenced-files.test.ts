import { chmodSync, existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import { startActor, stopped } from './support/actor.js';
import { openFences } from './support/open.js';
import { temporaryFolder } from './support/temporary.js';

vi.setConfig({ testTimeout: 120_000 });

function workspace() {
  const folder = temporaryFolder();
  const path = join(temporaryFolder(), 'file.txt');
  return { folder, path, content: () => readFileSync(path, 'utf8') };
}

test('a write under a lower fence than one that was accepted is refused and changes nothing', async () => {
  const { folder, path, content } = workspace();
  const files = await openFences(folder);
  await files.write({ path, fence: 7, content: 'new' });
  await expect(files.write({ path, fence: 6, content: 'stale' })).rejects.toMatchObject({
    code: 'fenced',
    data: { fence: 6, accepted: 7 },
  });
  await expect(files.remove({ path, fence: 6 })).rejects.toMatchObject({ code: 'fenced' });
  expect(content()).toBe('new');
  await files.write({ path, fence: 7, content: 'new again' });
  expect(content()).toBe('new again');
  await files.remove({ path, fence: 8 });
  expect(existsSync(path)).toBe(false);
  await files.remove({ path, fence: 8 });
  await expect(files.write({ path, fence: 7, content: 'back' })).rejects.toMatchObject({ code: 'fenced' });
});

test('once a fence is raised, a lower one cannot write any more, although nothing was written yet', async () => {
  const { folder, path, content } = workspace();
  writeFileSync(path, 'old');
  const files = await openFences(folder);
  await files.raise({ path, fence: 6 });
  await expect(files.write({ path, fence: 5, content: 'stale' })).rejects.toMatchObject({ code: 'fenced' });
  await expect(files.raise({ path, fence: 5 })).rejects.toMatchObject({ code: 'fenced' });
  expect(content()).toBe('old');
  await files.write({ path, fence: 6, content: 'new' });
  expect(content()).toBe('new');
});

test('fences of one path say nothing about another', async () => {
  const { folder, path } = workspace();
  const files = await openFences(folder);
  await files.write({ path, fence: 9, content: 'a' });
  await files.write({ path: `${path}.other`, fence: 1, content: 'b' });
});

test('fences outlive the processes that wrote', async () => {
  const { folder, path, content } = workspace();
  const first = await openFences(folder);
  await first.write({ path, fence: 9, content: 'new' });
  await first.close();
  const second = await openFences(folder);
  await expect(second.write({ path, fence: 8, content: 'stale' })).rejects.toMatchObject({ code: 'fenced' });
  expect(content()).toBe('new');
});

test('the file keeps its mode, a new one gets the one asked for, and no temporary file stays', async () => {
  const { folder, path } = workspace();
  writeFileSync(path, 'script');
  chmodSync(path, 0o751);
  const files = await openFences(folder);
  await files.write({ path, fence: 1, content: Buffer.from([0, 255]) });
  expect(statSync(path).mode & 0o777).toBe(0o751);
  expect([...readFileSync(path)]).toEqual([0, 255]);
  await files.write({ path: `${path}.secret`, fence: 1, content: '', mode: 0o600 });
  expect(statSync(`${path}.secret`).mode & 0o777).toBe(0o600);
  await expect(files.write({ path: join(path, 'below'), fence: 1, content: '' })).rejects.toMatchObject({
    code: 'not_found',
  });
  await expect(files.write({ path, fence: 0, content: '' })).rejects.toMatchObject({ code: 'fenced' });
  expect(readdirSync(join(path, '..')).sort()).toEqual(['file.txt', 'file.txt.secret']);
});

test('a relative path and a wrong fence are refused', async () => {
  const { folder, path } = workspace();
  const files = await openFences(folder);
  await expect(files.write({ path: 'file.txt', fence: 1, content: '' })).rejects.toMatchObject({
    code: 'invalid_argument',
  });
  await expect(files.write({ path, fence: -1, content: '' })).rejects.toMatchObject({
    code: 'invalid_argument',
  });
});

test.runIf(process.platform === 'linux')(
  'a stale writer that is stopped before its write is refused when it goes on after a newer one',
  async () => {
    const { folder, path, content } = workspace();
    const files = await openFences(folder);
    const stale = await startActor({ folder, crashPoint: 'fence-recorded:1:stop' });
    const write = stale.call('fences.write', { path, fence: 5, content: 'stale' });
    await stopped(stale);
    await files.write({ path, fence: 6, content: 'new' });
    stale.kill('SIGCONT');
    expect(await write).toMatchObject({ error: { code: 'fenced' } });
    expect(content()).toBe('new');
  },
);

test.runIf(process.platform === 'linux')(
  'sabotage: with a check and a write in two steps, the same stale writer wins',
  async () => {
    const { folder, path, content } = workspace();
    const files = await openFences(folder);
    const stale = await startActor({ folder, crashPoint: 'naive-compared:1:stop' });
    const write = stale.call('naive.write', { path, fence: 5, content: 'stale' });
    await stopped(stale);
    await files.write({ path, fence: 6, content: 'new' });
    stale.kill('SIGCONT');
    await write;
    expect(content()).toBe('stale');
  },
);

test.runIf(process.platform === 'linux')(
  'a writer that is stopped between the check and the rename lets nobody in between',
  async () => {
    const { folder, path, content } = workspace();
    writeFileSync(path, 'old');
    const slow = await startActor({ folder, crashPoint: 'fence-compared:1:stop' });
    const write = slow.call('fences.write', { path, fence: 5, content: 'first' });
    await stopped(slow);
    const files = await openFences(folder);
    const newer = files.write({ path, fence: 6, content: 'second' });
    const controller = new AbortController();
    const impatient = files.write({ path, fence: 7, content: 'never', signal: controller.signal });
    controller.abort();
    await expect(impatient).rejects.toMatchObject({ code: 'aborted' });
    expect(content()).toBe('old');
    slow.kill('SIGCONT');
    expect(await write).toEqual({ reply: null });
    await newer;
    expect(content()).toBe('second');
  },
);

test.each(['fence-recorded', 'fence-compared', 'fence-acted'])(
  'a newer writer killed at %s still keeps a stale one out, and leaves a whole file',
  async (crashPoint) => {
    const { folder, path, content } = workspace();
    const files = await openFences(folder);
    await files.write({ path, fence: 1, content: 'old' });
    const newer = await startActor({ folder, crashPoint });
    newer.call('fences.write', { path, fence: 7, content: 'new' }).catch(() => undefined);
    expect(await newer.ended).toBe('SIGKILL');
    await expect(files.write({ path, fence: 6, content: 'stale' })).rejects.toMatchObject({ code: 'fenced' });
    expect(content()).toBe(crashPoint === 'fence-acted' ? 'new' : 'old');
    await files.write({ path, fence: 8, content: 'next' });
    expect(content()).toBe('next');
  },
);
