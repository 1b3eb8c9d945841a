import { createResourceNames, StandingLocks, type StandingLocksOptions } from '@agentcoord/locks';
import { describe, expect, test } from 'vitest';
import { thrownBy } from './support/agents.js';
import { stores } from './support/stores.js';
import { temporaryFolder } from './support/temporary-folder.js';

describe.each(stores)('on the %s store', (_name, open) => {
  async function setUp() {
    const storage = await open();
    const resources = createResourceNames({ root: await temporaryFolder() });
    const locksOf = (holder: string, more: Partial<StandingLocksOptions> = {}) =>
      new StandingLocks({ storage, resources, holder, agentName: holder, ...more });
    const grants = async () => (await storage.leases.inspect({ under: 'file' })).grants;
    return { storage, locksOf, grants };
  }

  test('a lock stays without its taker, and refuses others with who holds it and why', async () => {
    const { locksOf } = await setUp();
    await locksOf('one').take('a.ts', { intent: 'Add /health' });
    expect(await thrownBy(locksOf('two').take(['b.ts', 'a.ts']))).toMatchObject({
      code: 'lock_held',
      data: { path: 'a.ts', agent: 'one', intent: 'Add /health' },
    });
    // All or none.
    await locksOf('three').take('b.ts');
  });

  test('taken again it is the same lock, and is renewed once half of its time is over', async () => {
    const { locksOf, grants } = await setUp();
    const locks = locksOf('one', { ttl: '2s' });
    const first = await locks.take('a.ts');
    const [before] = await grants();
    await expect
      .poll(async () => {
        expect(await locks.take('a.ts')).toEqual(first);
        return ((await grants())[0]?.expiresAt ?? 0) > (before?.expiresAt ?? 0);
      })
      .toBe(true);
    expect(await grants()).toHaveLength(1);
  });

  test('nothing but renewAll keeps it beyond its time', async () => {
    const { locksOf } = await setUp();
    const locks = locksOf('one', { ttl: '400ms' });
    await locks.take('a.ts');
    expect(await locks.renewAll()).toBe(1);
    await expect
      .poll(() =>
        locksOf('two')
          .take('a.ts')
          .then(
            () => 'taken',
            () => 'held',
          ),
      )
      .toBe('taken');
    expect(await locks.renewAll()).toBe(0);
  });

  test('releaseAll gives back what this holder has, or those that are meant', async () => {
    const { locksOf, grants } = await setUp();
    await locksOf('one').take('a.ts');
    await locksOf('one').take('b.ts');
    await locksOf('one/sub').take('c.ts');
    expect(await locksOf('one').releaseAll()).toBe(2);
    expect(await grants()).toMatchObject([{ holder: 'one/sub' }]);
    expect(await locksOf('one').releaseAll((holder) => holder.startsWith('one'))).toBe(1);
  });

  test('passes over from whom it may, and from nobody else', async () => {
    const { locksOf, grants } = await setUp();
    await locksOf('one').take('a.ts');
    await locksOf('one/sub', { passesFrom: (holder) => holder === 'one' }).take('a.ts');
    expect(await grants()).toMatchObject([{ holder: 'one/sub' }]);
    expect(await thrownBy(locksOf('one').take('a.ts'))).toMatchObject({ code: 'lock_held' });
  });
});
