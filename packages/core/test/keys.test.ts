import { checkId, checkKey, isId, isKeyBelow, keyAncestors, keySpace, newId } from '@agentcoord/core';
import { describe, expect, it } from 'vitest';

describe('keys', () => {
  it('are one key for two spellings of a name in Unicode', () => {
    expect(checkKey('file/cafe\u0301.ts', 'key')).toBe(checkKey('file/caf\u00e9.ts', 'key'));
  });

  it.each([
    '',
    '/a',
    'a/',
    'a//b',
    'a/./b',
    'a/../b',
    'a\u0000b',
    'a\nb',
    'x'.repeat(1025),
    'a/'.repeat(65).concat('b'),
  ])('refuse %j', (bad) => {
    expect(() => checkKey(bad, 'key')).toThrow(/^key /);
  });

  it('know their ancestors and what lies below them', () => {
    expect(keyAncestors('file/src/a.ts')).toEqual(['file', 'file/src']);
    expect(keyAncestors('file')).toEqual([]);
    expect(keySpace('file/src/a.ts')).toBe('file');
    expect(isKeyBelow('file/src/a.ts', 'file/src')).toBe(true);
    expect(isKeyBelow('file/src-old/a.ts', 'file/src')).toBe(false);
    expect(isKeyBelow('file/src', 'file/src')).toBe(false);
  });
});

describe('ids', () => {
  it('sort in the order they were made and never repeat', () => {
    const ids = Array.from({ length: 10_000 }, () => newId('task'));
    expect([...ids].sort()).toEqual(ids);
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids.every(isId)).toBe(true);
  });

  it("may be the caller's own, within limits", () => {
    expect(checkId('JIRA-42', 'id')).toBe('JIRA-42');
    for (const bad of ['', '-a', 'a b', 'a/b', 'ü', 'x'.repeat(129), 7])
      expect(() => checkId(bad, 'id')).toThrow(/^id must be/);
  });
});
