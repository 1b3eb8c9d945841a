import { isKeyBelow, type LeaseKey } from '@agentcoord/core';
import { describe, expect } from 'vitest';
import { guarantees } from '../harness/guarantees.js';
import type { StorageHarness } from '../harness/storage-harness.js';
import { busy, granted, leaseRequest } from './requests.js';

type Shape = Required<Omit<LeaseKey, 'key'>>;

const SHAPES: Shape[] = [
  { mode: 'exclusive', scope: 'node' },
  { mode: 'exclusive', scope: 'tree' },
  { mode: 'shared', scope: 'node' },
  { mode: 'shared', scope: 'tree' },
];

/** Held key, asked key, below the space of the case. */
const RELATIONS: Array<[name: string, held: string, asked: string]> = [
  ['the same key', 'a/b', 'a/b'],
  ['a child', 'a/b', 'a/b/c'],
  ['a far descendant', 'a/b', 'a/b/c/d/e/f'],
  ['a parent', 'a/b', 'a'],
  ['a far ancestor', 'a/b/c/d/e', 'a'],
  ['a sibling', 'a/b', 'a/c'],
  ['a cousin', 'a/b/c', 'a/d/c'],
  ['a look-alike that goes on with a letter', 'a/b', 'a/bc'],
  ['a look-alike with the shorter name', 'a/bc', 'a/b'],
  ['a look-alike that sorts before the slash', 'a/b', 'a/b-c/d'],
  ['a look-alike that goes on with a dot', 'a/b', 'a/b.c'],
  ['the other case of the letter', 'a/b', 'a/B'],
  ['what would match as a pattern (%)', 'a/b', 'a/%'],
  ['what would match as a pattern (_)', 'a/_', 'a/b'],
  ['what would match as a pattern (*)', 'a/*', 'a/b'],
];

/** The rule in its simplest words: two areas that share a key, and not both only reading. */
export function leasesConflict(one: Required<LeaseKey>, other: Required<LeaseKey>): boolean {
  const share =
    one.key === other.key ||
    (one.scope === 'tree' && isKeyBelow(other.key, one.key)) ||
    (other.scope === 'tree' && isKeyBelow(one.key, other.key));
  return share && (one.mode === 'exclusive' || other.mode === 'exclusive');
}

export function describeLeaseOverlap(harness: StorageHarness): void {
  const guarantee = guarantees(harness);
  describe('overlap', () => {
    for (const [name, heldPath, askedPath] of RELATIONS) {
      guarantee(`decides right about ${name}, in all modes and scopes`, async ({ storage }) => {
        for (const [index, heldShape] of SHAPES.entries()) {
          for (const [other, askedShape] of SHAPES.entries()) {
            const space = `case${index}${other}`;
            const held = { key: `${space}/${heldPath}`, ...heldShape };
            const asked = { key: `${space}/${askedPath}`, ...askedShape };
            await granted(storage, leaseRequest('one', [held]));
            const reply = await storage.leases.acquire(leaseRequest('other', [asked]));
            const expected = leasesConflict(held, asked) ? 'busy' : 'granted';
            expect(reply.status, `${JSON.stringify(held)} held, ${JSON.stringify(asked)} asked`).toBe(
              expected,
            );
          }
        }
      });
    }

    guarantee('covers everything below a space with one tree', async ({ storage }) => {
      await granted(storage, leaseRequest('one', [{ key: 'file', scope: 'tree' }]));
      await busy(storage, leaseRequest('other', 'file/src/a.ts'));
      await granted(storage, leaseRequest('other', 'files/src/a.ts'));
    });

    guarantee('takes two spellings of one name (NFC, NFD) for one key', async ({ storage }) => {
      await granted(storage, leaseRequest('one', 'file/caf\u00e9'));
      await busy(storage, leaseRequest('other', 'file/cafe\u0301'));
    });

    guarantee('never lets grants of one holder conflict', async ({ storage }) => {
      await granted(storage, leaseRequest('one', [{ key: 'file/a', scope: 'tree' }]));
      await granted(storage, leaseRequest('one', 'file/a/b'));
      await granted(storage, leaseRequest('one', [{ key: 'file/a', scope: 'tree' }]));
      await granted(storage, leaseRequest('one', [{ key: 'file', mode: 'shared', scope: 'tree' }]));
    });

    guarantee('still excludes others while one of two own grants is given back', async ({ storage }) => {
      const first = await granted(storage, leaseRequest('one', 'file/a/b'));
      const second = await granted(storage, leaseRequest('one', 'file/a/b'));
      await storage.leases.release(first);
      await busy(storage, leaseRequest('other', 'file/a/b'));
      await busy(storage, leaseRequest('other', [{ key: 'file', scope: 'tree' }]));
      await storage.leases.release(second);
      await granted(storage, leaseRequest('other', [{ key: 'file', scope: 'tree' }]));
    });

    guarantee('admits many readers of a tree and no writer below it', async ({ storage }) => {
      const tree: LeaseKey[] = [{ key: 'file/src', mode: 'shared', scope: 'tree' }];
      const readers = [];
      for (const holder of ['one', 'two', 'three'])
        readers.push(await granted(storage, leaseRequest(holder, tree)));
      for (const reader of readers) {
        await busy(storage, leaseRequest('writer', 'file/src/a/b/c.ts'));
        await storage.leases.release(reader);
      }
      await granted(storage, leaseRequest('writer', 'file/src/a/b/c.ts'));
    });

    guarantee('leaves no mark on ancestors when grants end in any way', async ({ storage, pass }) => {
      const released = await granted(storage, leaseRequest('one', 'file/a/b/c'));
      await storage.leases.release(released);
      await granted(storage, leaseRequest('two', 'file/a/b/d'));
      await storage.leases.revoke({ holder: 'two', reason: 'test', by: 'test' });
      const expiring = await granted(storage, leaseRequest('three', 'file/a/e', { ttlMs: 50 }));
      await pass(expiring.expiresAt);
      await granted(storage, leaseRequest('four', [{ key: 'file', scope: 'tree' }]));
    });
  });
}
