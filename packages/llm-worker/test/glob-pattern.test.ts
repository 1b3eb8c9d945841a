import { describe, expect, it } from 'vitest';
import { globPattern } from '../src/workspace/glob-pattern.js';

const PATHS = ['a.ts', 'src/a.ts', 'src/b.test.ts', 'src/deep/er/c.ts', 'docs/a.md', 'src/[x].ts'];

function matching(glob: string): string[] {
  return PATHS.filter(globPattern(glob));
}

describe('a glob', () => {
  it('without a folder is compared with names', () => {
    expect(matching('*.ts')).toEqual(['a.ts', 'src/a.ts', 'src/b.test.ts', 'src/deep/er/c.ts', 'src/[x].ts']);
    expect(matching('?.md')).toEqual(['docs/a.md']);
  });

  it('with folders is compared with the whole path', () => {
    expect(matching('src/*.ts')).toEqual(['src/a.ts', 'src/b.test.ts', 'src/[x].ts']);
    expect(matching('src/**')).toEqual(PATHS.filter((path) => path.startsWith('src/')));
    expect(matching('**/a.*')).toEqual(['a.ts', 'src/a.ts', 'docs/a.md']);
    expect(matching('src/**/c.ts')).toEqual(['src/deep/er/c.ts']);
    expect(matching('./src/a.ts')).toEqual([]);
  });

  it('knows alternatives, also within others', () => {
    expect(matching('{src,docs}/a.{ts,md}')).toEqual(['src/a.ts', 'docs/a.md']);
    expect(matching('src/{a,b.{test,spec}}.ts')).toEqual(['src/a.ts', 'src/b.test.ts']);
  });

  it('takes every other character for itself', () => {
    expect(matching('src/[x].ts')).toEqual(['src/[x].ts']);
    expect(matching('a+ts')).toEqual([]);
    expect(matching('src/a.ts}')).toEqual([]);
  });
});
