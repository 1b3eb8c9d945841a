import { mkdir, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { FileLock, findRepository } from '@agentcoord/locks';
import { describe, expect, test } from 'vitest';
import { aborted, agentsOn, thrownBy } from './support/agents.js';
import { stores } from './support/stores.js';

describe.each(stores)('on the %s store', (_name, open) => {
  test('refuses a held file, naming who holds it, why, and for how long', async () => {
    const { agent } = await agentsOn(await open());
    await agent('Agent-2').acquire('src/a.ts', { intent: 'Add /health endpoint' });
    const error = await thrownBy(agent('Agent-1').acquire('./src/../src/a.ts', { wait: 0 }));
    expect(error).toMatchObject({
      code: 'lock_held',
      data: {
        path: 'src/a.ts',
        holder: 'Agent-2#1',
        agent: 'Agent-2',
        intent: 'Add /health endpoint',
        waiting: false,
      },
    });
    expect(error.data.expiresAt).toBeTypeOf('number');
    expect(error.message).toMatch(
      /^src\/a\.ts is locked by Agent-2 \(“Add \/health endpoint”\) for another \S+/,
    );
  });

  test('tells nothing to the terminal that a holder has smuggled into its intent', async () => {
    const { agent } = await agentsOn(await open());
    await agent('Agent-2').acquire('a.ts', { intent: 'nice\u001b]52;c;AAAA\u0007\nDone.' });
    const error = await thrownBy(agent('Agent-1').acquire('a.ts', { wait: 0 }));
    expect(error.message).not.toMatch(/[\p{Cc}]/u);
  });

  test('tryAcquire says no by undefined and leaves no trace', async () => {
    const storage = await open();
    const { agent } = await agentsOn(storage);
    await agent('one').acquire('a.ts');
    expect(await agent('two').tryAcquire('a.ts')).toBeUndefined();
    expect(await storage.leases.inspect({})).toMatchObject({ waiters: [] });
  });

  test('a lock that was given back is free, with a greater fence for the next', async () => {
    const { agent } = await agentsOn(await open());
    const first = await agent('one').acquire('a.ts');
    await first.release();
    const second = await agent('two').acquire('a.ts', { wait: 0 });
    expect(second.fence).toBeGreaterThan(first.fence);
  });

  test('a path that leads to another file since it was locked last is locked under its new name', async () => {
    const storage = await open();
    const { agent, root } = await agentsOn(storage);
    const one = agent('one');
    await (await one.acquire('a.ts')).release();
    await symlink('b.ts', join(root, 'a.ts'));
    const lock = await one.acquire('a.ts');
    expect(lock.paths).toEqual(['b.ts']);
    const { grants } = await storage.leases.inspect({});
    expect(grants.map(({ keys }) => keys.map(({ key }) => key))).toEqual([['file/b.ts']]);
    await lock.release();
    await rm(join(root, 'a.ts'));
    expect((await one.acquire('a.ts')).paths).toEqual(['a.ts']);
  });

  test('nobody waits for a file that the path no longer leads to', async () => {
    const storage = await open();
    const { agent, root } = await agentsOn(storage);
    const one = agent('one');
    await (await one.acquire('a.ts')).release();
    await agent('other').acquire('a.ts');
    await symlink('b.ts', join(root, 'a.ts'));
    expect((await one.acquire('a.ts')).paths).toEqual(['b.ts']);
    expect((await storage.leases.inspect({})).waiters).toEqual([]);
  });

  test('release is idempotent, ends remainingMs, and never aborts the signal', async () => {
    const { agent } = await agentsOn(await open());
    const lock = await agent('one').acquire('a.ts');
    expect(lock.remainingMs()).toBeGreaterThan(0);
    await Promise.all([lock.release(), lock.release()]);
    await lock.release();
    expect(lock.remainingMs()).toBe(0);
    expect(lock.signal.aborted).toBe(false);
  });

  test('`await using` gives the lock back at the end of its block', async () => {
    const { agent } = await agentsOn(await open());
    {
      await using lock = await agent('one').acquire('a.ts');
      expect(lock.paths).toEqual(['a.ts']);
      expect(await agent('two').list()).toHaveLength(1);
    }
    expect(await agent('two').list()).toEqual([]);
  });

  test('an existing folder locks its tree, a missing path only itself, unless told otherwise', async () => {
    const { agent, root } = await agentsOn(await open());
    await mkdir(join(root, 'src'));
    const one = agent('one');
    const two = agent('two');
    const tree = await one.acquire('src');
    expect(await two.tryAcquire('src/new/a.ts')).toBeUndefined();
    expect(await two.tryAcquire('src2')).toBeDefined();
    await tree.release();

    const node = await one.acquire('src', { folder: false });
    await (await two.acquire('src/a.ts', { wait: 0 })).release();
    await node.release();

    await one.acquire('planned', { folder: true });
    expect(await two.tryAcquire('planned/a.ts')).toBeUndefined();
  });

  test('a file in it keeps others from a folder, and the whole repository is such a folder', async () => {
    const { agent, root } = await agentsOn(await open());
    await mkdir(join(root, 'src'));
    await writeFile(join(root, 'src/a.ts'), '');
    await agent('one').acquire('src/a.ts', { intent: 'mine' });
    const error = await thrownBy(agent('two').acquire('src', { wait: 0 }));
    expect(error.data).toMatchObject({ path: 'src', lockedPath: 'src/a.ts' });
    expect(error.message).toContain('through its lock on src/a.ts');
    expect((await thrownBy(agent('two').acquire('.', { wait: 0 }))).message).toContain(
      'the whole repository',
    );
  });

  test('readers share, a writer excludes them', async () => {
    const { agent } = await agentsOn(await open());
    const reader = await agent('one').acquire('a.ts', { mode: 'shared' });
    const other = await agent('two').acquire('a.ts', { mode: 'shared', wait: 0 });
    expect(await agent('three').tryAcquire('a.ts')).toBeUndefined();
    await Promise.all([reader.release(), other.release()]);
    await agent('three').acquire('a.ts', { wait: 0 });
    expect(await agent('one').tryAcquire('a.ts', { mode: 'shared' })).toBeUndefined();
  });

  test('of many files it gets all or none', async () => {
    const { agent } = await agentsOn(await open());
    await agent('one').acquire('b.ts');
    expect(await agent('two').tryAcquire(['a.ts', 'b.ts', 'c.ts'])).toBeUndefined();
    const rest = await agent('three').acquire(['a.ts', 'c.ts'], { wait: 0 });
    expect(rest.paths).toEqual(['a.ts', 'c.ts']);
  });

  test('paths that repeat or lie in each other are one lock', async () => {
    const { agent, root } = await agentsOn(await open());
    await mkdir(join(root, 'src'));
    const lock = await agent('one').acquire(['src/a.ts', 'src', './src/a.ts']);
    expect(lock.paths).toEqual(['src/a.ts', 'src']);
    expect(await agent('two').tryAcquire('src/b.ts')).toBeUndefined();
    await lock.release();
    expect(await agent('two').tryAcquire('src')).toBeDefined();
  });

  test('lists who holds what, below a path and by holder', async () => {
    const { agent, root } = await agentsOn(await open());
    await mkdir(join(root, 'src'));
    const one = agent('one');
    await one.acquire(['src/a.ts', 'README.md'], { intent: 'docs', mode: 'shared' });
    await agent('two').acquire('src/b.ts');
    expect((await one.list()).map((lock) => lock.path).sort()).toEqual(['README.md', 'src/a.ts', 'src/b.ts']);
    expect((await one.list({ under: 'src' })).map((lock) => lock.path).sort()).toEqual([
      'src/a.ts',
      'src/b.ts',
    ]);
    expect(await one.list({ under: 'src', holder: 'one#1' })).toEqual([
      expect.objectContaining({
        path: 'src/a.ts',
        paths: ['README.md', 'src/a.ts'],
        mode: 'shared',
        scope: 'node',
        holder: 'one#1',
        agent: 'one',
        intent: 'docs',
        waiters: [],
      }),
    ]);
  });

  test('forceRelease ends what covers a path, and the holder is told at once', async () => {
    const { agent, root } = await agentsOn(await open());
    await mkdir(join(root, 'src'));
    const lock = await agent('one').acquire('src', { ttl: '1h' });
    const told = aborted(lock.signal);
    const ended = await agent('operator').forceRelease('src/a.ts', { by: 'operator', reason: 'stuck' });
    expect(ended).toEqual([expect.objectContaining({ path: 'src', holder: 'one#1' })]);
    expect(await told).toMatchObject({ code: 'lock_lost', data: { paths: ['src'] } });
    expect(lock.remainingMs()).toBe(0);
    await lock.release();
    expect(await agent('two').tryAcquire('src')).toBeDefined();
  });

  test('forceRelease says when there was nothing to end', async () => {
    const { agent } = await agentsOn(await open());
    await agent('one').acquire('a.ts');
    const error = await thrownBy(agent('two').forceRelease('b.ts', { by: 'operator', reason: 'stuck' }));
    expect(error).toMatchObject({ code: 'not_found', data: { path: 'b.ts' } });
  });

  test('each of many locks learns of its own revocation, and the others stay', async () => {
    const { agent } = await agentsOn(await open());
    const one = agent('one');
    const locks = await Promise.all(['a', 'b', 'c', 'd'].map((path) => one.acquire(path, { ttl: '1h' })));
    const [a, b, c, d] = locks.map((lock) => lock.signal);
    await agent('operator').forceRelease('b', { by: 'operator', reason: 'test' });
    if (b) await aborted(b);
    await agent('operator').forceRelease('d', { by: 'operator', reason: 'test' });
    if (d) await aborted(d);
    expect([a?.aborted, c?.aborted]).toEqual([false, false]);
  });

  test('withLock gives the result, releases after a failure, and does not hide a loss', async () => {
    const { agent } = await agentsOn(await open());
    const one = agent('one');
    expect(await one.withLock('a.ts', {}, async (lock) => lock.paths.length)).toBe(1);
    const failure = new Error('work failed');
    expect(await thrownBy(one.withLock('a.ts', {}, () => Promise.reject(failure)))).toBe(failure);
    expect(await one.list()).toEqual([]);
    const lost = one.withLock('a.ts', { ttl: '1h' }, async (lock) => {
      await agent('operator').forceRelease('a.ts', { by: 'operator', reason: 'test' });
      await aborted(lock.signal);
    });
    expect(await thrownBy(lost)).toMatchObject({ code: 'lock_lost' });
  });

  test('releaseAll gives back every lock of this object and no other', async () => {
    const { agent } = await agentsOn(await open());
    const one = agent('one');
    await Promise.all([one.acquire('a'), one.acquire('b')]);
    await agent('two').acquire('c');
    await one.releaseAll();
    expect((await one.list()).map((lock) => lock.path)).toEqual(['c']);
  });

  test('two flows of one agent exclude each other, one flow does not exclude itself', async () => {
    const { agent } = await agentsOn(await open());
    const one = agent('one');
    await one.acquire('a.ts', { holder: 'one#1/flow-1' });
    expect(await one.tryAcquire('a.ts', { holder: 'one#1/flow-2' })).toBeUndefined();
    expect(await one.tryAcquire('a.ts', { holder: 'one#1/flow-1' })).toBeDefined();
  });

  test.each([
    [{ ttl: 49 }, 'invalid_argument'],
    [{ ttl: 'soon' }, 'invalid_argument'],
    [{ wait: -1 }, 'invalid_argument'],
    [{ intent: ' ' }, 'invalid_argument'],
    [{ intent: 'x'.repeat(501) }, 'too_large'],
    [{ holder: 'two\nlines' }, 'invalid_argument'],
  ])('refuses %j before anything is asked', async (options, code) => {
    const { agent } = await agentsOn(await open());
    expect(await thrownBy(agent('one').acquire('a.ts', options))).toMatchObject({ code });
  });

  test('takes the longest intent, in any script', async () => {
    const { agent } = await agentsOn(await open());
    const intent = `${'\u0001'.repeat(499)}界`;
    expect((await agent('one').acquire('a.ts', { intent })).intent).toBe(intent);
  });

  test('names files of the repository around the current folder, unless told otherwise', async () => {
    const { root } = await findRepository(process.cwd());
    const locks = new FileLock({ storage: await open(), holder: 'one' });
    await using lock = await locks.acquire(join(root, 'packages/locks/README.md'));
    expect(lock.paths).toEqual(['packages/locks/README.md']);
  });

  test('refuses no paths, and more than one lock can hold', async () => {
    const { agent } = await agentsOn(await open());
    expect(await thrownBy(agent('one').acquire([]))).toMatchObject({ code: 'invalid_argument' });
    const many = Array.from({ length: 257 }, (_, index) => `f${index}`);
    expect(await thrownBy(agent('one').acquire(many))).toMatchObject({ code: 'limit_exceeded' });
  });
});
