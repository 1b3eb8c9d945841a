import { checkKey, isKeyBelow } from '@agentcoord/core';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { encodeSegment } from '../src/names/encode-segment.js';
import { foldCase } from '../src/names/fold-case.js';
import { fileKey, joinResource, resourceOfKey, treeKey } from '../src/names/resource.js';

/** Names a file system may hold: no slash, no NUL, not empty, not a step; as nasty as they come. */
const nasty = fc.constantFrom(
  '%',
  '~',
  '@',
  '.',
  ' ',
  '\n',
  '\u001f',
  '\u007f',
  '\u0085',
  '\u0301',
  '\u0307',
  'e',
  'f',
  'F',
  '1',
  '\u00e9',
);
const unit = fc.oneof(nasty, fc.string({ unit: 'binary', minLength: 1, maxLength: 1 }));
const fileName = fc
  .array(unit, { minLength: 1, maxLength: 12 })
  .map((units) => units.join(''))
  .filter((name) => !/[/\0]/.test(name) && name !== '.' && name !== '..');
const longName = fc
  .tuple(fileName, fc.integer({ min: 1, max: 20 }))
  .map(([name, times]) => name.repeat(times).slice(0, 200));
const path = fc.oneof(
  fc.array(fileName, { minLength: 1, maxLength: 6 }),
  fc.array(fc.oneof(fileName, longName), { minLength: 1, maxLength: 90 }),
);

const resource = (names: readonly string[]): string => joinResource(names.map(encodeSegment));
const spelled = (names: readonly string[]): string =>
  names.map((name) => Buffer.from(name).toString().normalize('NFC')).join('/');

describe('whatever a file is called', () => {
  test('it can be locked: its key is accepted as it is', () => {
    fc.assert(
      fc.property(path, (names) => {
        const resourceName = resource(names);
        for (const key of [fileKey(resourceName), treeKey(resourceName)])
          expect(checkKey(key, 'key')).toBe(key);
        expect(resourceOfKey(fileKey(resourceName))).toBe(resourceName);
      }),
      { numRuns: 300 },
    );
  });

  test('no other file shares its lock', () => {
    fc.assert(
      fc.property(path, path, (one, other) => {
        expect(resource(one) === resource(other)).toBe(spelled(one) === spelled(other));
      }),
      { numRuns: 300 },
    );
  });

  test('no file that differs in one name shares its lock', () => {
    fc.assert(
      fc.property(path, fileName, fc.nat(), (names, name, place) => {
        const other = names.with(place % names.length, name);
        expect(resource(names) === resource(other)).toBe(spelled(names) === spelled(other));
      }),
      { numRuns: 300 },
    );
  });

  test('a lock on any folder above covers it', () => {
    fc.assert(
      fc.property(path, path, (folder, below) => {
        const tree = treeKey(resource(folder));
        const file = fileKey(resource([...folder, ...below]));
        expect(isKeyBelow(file, tree)).toBe(true);
        const subtree = treeKey(resource([...folder, ...below]));
        expect(subtree === tree || isKeyBelow(subtree, tree)).toBe(true);
      }),
      { numRuns: 300 },
    );
  });
});

test('a lock on a folder does not reach its neighbours', () => {
  expect(isKeyBelow(fileKey('src-other/a.ts'), treeKey('src'))).toBe(false);
});

test('escapes cannot be forged by a name that looks like one', () => {
  expect(encodeSegment('a\nb')).toBe('a%0Ab');
  expect(encodeSegment('a%0Ab')).toBe('a%250Ab');
  expect(joinResource(['%~00'].map(encodeSegment))).toBe('%25~00');
});

test('a mark after an escaped character does not merge with the escape', () => {
  expect(encodeSegment('\u001f\u0307')).toBe('%1F%CC%87');
});

test('folding twice changes nothing, and meets both cases', () => {
  fc.assert(
    fc.property(fileName, (name) => {
      const folded = foldCase(name);
      expect(foldCase(folded)).toBe(folded);
      expect(foldCase(name.toUpperCase())).toBe(folded);
    }),
    { numRuns: 500 },
  );
});
