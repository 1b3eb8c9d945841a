import { link, mkdir, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { AgentCoordError } from '@agentcoord/core';
import { createResourceNames, findRepository } from '@agentcoord/locks';
import { describe, expect, test } from 'vitest';
import { git, gitRepository } from './support/git.js';
import { temporaryFolder } from './support/temporary-folder.js';

async function project() {
  const root = await temporaryFolder();
  await mkdir(join(root, 'src/deep'), { recursive: true });
  await writeFile(join(root, 'src/a.ts'), '');
  const names = createResourceNames({ root });
  const resourceOf = async (path: string, cwd?: string) => (await names.resolve(path, cwd)).resource;
  return { root, names, resourceOf };
}

describe('one file has one name', () => {
  test.each([
    'src/a.ts',
    './src/a.ts',
    './src/../src/a.ts',
    'src//a.ts',
    'src/./deep/../a.ts',
    'missing/../src/a.ts',
  ])('%s', async (path) => {
    const { root, resourceOf } = await project();
    expect(await resourceOf(path)).toBe('src/a.ts');
    expect(await resourceOf(`${root}/${path}`)).toBe('src/a.ts');
  });

  test('counts a relative path from the given folder', async () => {
    const { root, resourceOf } = await project();
    expect(await resourceOf('a.ts', join(root, 'src'))).toBe('src/a.ts');
    expect(await resourceOf('../a.ts', 'src/deep')).toBe('src/a.ts');
  });

  test('through a symbolic link to the file, to its folder, and to the repository', async () => {
    const { root, resourceOf } = await project();
    const elsewhere = await temporaryFolder();
    await symlink('a.ts', join(root, 'src/link.ts'));
    await symlink(join(root, 'src'), join(root, 'source'));
    await symlink(root, join(elsewhere, 'project'));
    expect(await resourceOf('src/link.ts')).toBe('src/a.ts');
    expect(await resourceOf('source/link.ts')).toBe('src/a.ts');
    expect(await resourceOf(join(elsewhere, 'project/source/a.ts'))).toBe('src/a.ts');
    const linked = createResourceNames({ root: join(elsewhere, 'project') });
    expect((await linked.resolve('source/a.ts')).resource).toBe('src/a.ts');
  });

  test('when it does not exist yet, under a linked folder and behind a link to nothing', async () => {
    const { root, resourceOf } = await project();
    await symlink('src', join(root, 'source'));
    await symlink('../src/deep/new.ts', join(root, 'source/dangling.ts'));
    expect(await resourceOf('source/deep/not/yet.ts')).toBe('src/deep/not/yet.ts');
    expect(await resourceOf('source/dangling.ts')).toBe('src/deep/new.ts');
  });

  test('with ".." after a link, as the kernel goes and not as the text reads', async () => {
    const { root, names } = await project();
    await symlink('src/deep', join(root, 'link'));
    await expect(names.resolve('link/../a.ts')).resolves.toMatchObject({ resource: 'src/a.ts' });
    await expect(names.resolve('link/../new.ts')).resolves.toMatchObject({
      resource: 'src/new.ts',
      absolute: join(root, 'src/new.ts'),
    });
  });

  test('in both Unicode spellings', async () => {
    const { resourceOf } = await project();
    expect(await resourceOf('src/cafe\u0301.ts')).toBe(await resourceOf('src/caf\u00e9.ts'));
  });

  test('in any case, where the file system ignores case', async () => {
    const { root } = await project();
    const names = createResourceNames({ root, ignoreCase: true });
    const spellings = ['Straße/README.md', 'strasse/Readme.MD', 'STRASSE/readme.md'];
    const resources = await Promise.all(spellings.map(async (path) => (await names.resolve(path)).resource));
    expect(new Set(resources).size).toBe(1);
  });
});

describe('different files have different names', () => {
  test('README.md and readme.md, where the file system tells them apart', async () => {
    const { root, resourceOf } = await project();
    await writeFile(join(root, 'README.md'), '');
    await link(join(root, 'README.md'), join(root, 'readme.md'));
    expect(await resourceOf('README.md')).not.toBe(await resourceOf('readme.md'));
  });

  test('a file outside the repository, and one inside a folder that is named like the outside', async () => {
    const { resourceOf } = await project();
    const elsewhere = await temporaryFolder();
    expect(await resourceOf(join(elsewhere, 'x'))).toBe(`@outside${elsewhere}/x`);
    expect(await resourceOf(`@outside${elsewhere}/x`)).toBe(`%40outside${elsewhere}/x`);
    expect(await resourceOf(`%40outside${elsewhere}/x`)).toBe(`%2540outside${elsewhere}/x`);
  });

  test('a sibling of the root whose path begins like it', async () => {
    const { root, resourceOf } = await project();
    expect(await resourceOf(`${root}-evil/a.ts`)).toBe(`@outside${root}-evil/a.ts`);
  });
});

test('says what is a folder: an existing one, or a new one by its slash', async () => {
  const { root, names } = await project();
  await expect(names.resolve('src')).resolves.toEqual({
    resource: 'src',
    absolute: join(root, 'src'),
    isFolder: true,
  });
  await expect(names.resolve('src/')).resolves.toMatchObject({ resource: 'src', isFolder: true });
  await expect(names.resolve('.')).resolves.toMatchObject({ resource: '.', isFolder: true });
  await expect(names.resolve('new/')).resolves.toMatchObject({ resource: 'new', isFolder: true });
  await expect(names.resolve('new')).resolves.toMatchObject({ resource: 'new', isFolder: false });
  await expect(names.resolve('src/a.ts')).resolves.toMatchObject({ isFolder: false });
});

test.each(['', 'a\0b'])('refuses %j', async (path) => {
  const { names } = await project();
  const error: unknown = await names.resolve(path).catch((thrown: unknown) => thrown);
  expect(AgentCoordError.is(error, 'invalid_argument')).toBe(true);
});

test('refuses links that lead in a circle', async () => {
  const { root, names } = await project();
  await symlink('two', join(root, 'one'));
  await symlink('one', join(root, 'two'));
  await expect(names.resolve('one/x.ts')).rejects.toMatchObject({ code: 'invalid_argument' });
});

describe('work trees of one repository', () => {
  test('name the same file alike, each from its own root and from the other', async () => {
    const main = await gitRepository();
    const linked = join(await temporaryFolder(), 'linked');
    await git(main, 'worktree', 'add', '--quiet', '-b', 'other', linked);
    const [fromMain, fromLinked] = [await findRepository(main), await findRepository(linked)];
    expect(fromLinked).toEqual({ root: linked, commonDir: fromMain.commonDir });

    const mainNames = createResourceNames({ root: main, commonRoot: fromMain.commonDir });
    const linkedNames = createResourceNames({ root: linked });
    for (const names of [mainNames, linkedNames]) {
      for (const root of [main, linked]) {
        expect((await names.resolve(join(root, 'src/new.ts'))).resource).toBe('src/new.ts');
      }
    }
  });

  test('name the same file alike when one lies inside the other', async () => {
    const main = await gitRepository();
    await git(main, 'worktree', 'add', '--quiet', '-b', 'other', '.worktrees/other');
    const names = createResourceNames({ root: main });
    expect((await names.resolve('.worktrees/other/src/a.ts')).resource).toBe('src/a.ts');
    expect((await names.resolve('.worktrees/README')).resource).toBe('.worktrees/README');
  });

  test('are found from any folder in them, without a .git of another kind misleading', async () => {
    const main = await gitRepository();
    await mkdir(join(main, 'src/.git'), { recursive: true });
    const commonDir = join(main, '.git');
    expect(await findRepository(join(main, 'src'))).toEqual({ root: main, commonDir });
    expect(await findRepository(join(main, 'not/there'))).toEqual({ root: main, commonDir });
  });
});

describe('submodules', () => {
  async function withSubmodule() {
    const library = await gitRepository();
    const main = await gitRepository();
    await git(main, 'submodule', '--quiet', 'add', library, 'lib');
    await git(main, 'commit', '--quiet', '--message=submodule');
    return main;
  }

  test('belong to their superproject: agents in either meet', async () => {
    const main = await withSubmodule();
    const inside = await findRepository(join(main, 'lib'));
    expect(inside).toEqual({ root: main, commonDir: join(main, '.git') });
    const names = createResourceNames({ root: inside.root });
    expect((await names.resolve('a.c', join(main, 'lib'))).resource).toBe('lib/a.c');
  });

  test('belong to their superproject in a linked work tree as well', async () => {
    const main = await withSubmodule();
    const linked = join(await temporaryFolder(), 'linked');
    await git(main, 'worktree', 'add', '--quiet', '-b', 'other', linked);
    await git(linked, 'submodule', '--quiet', 'update', '--init');
    expect(await findRepository(join(linked, 'lib'))).toEqual({
      root: linked,
      commonDir: join(main, '.git'),
    });
    const names = createResourceNames({ root: main });
    expect((await names.resolve(join(linked, 'lib/a.c'))).resource).toBe('lib/a.c');
  });

  test('are not confused with a repository that merely lies inside', async () => {
    const main = await gitRepository();
    const nested = join(main, 'vendor');
    await mkdir(nested);
    await git(nested, 'init', '--quiet');
    expect(await findRepository(nested)).toEqual({ root: nested, commonDir: join(nested, '.git') });
  });
});

describe('without git', () => {
  test('the folder that was set up is the root', async () => {
    const root = await temporaryFolder();
    await mkdir(join(root, '.agentcoord'));
    await mkdir(join(root, 'a/b'), { recursive: true });
    await writeFile(join(root, '.agentcoord/config.json'), '{}');
    expect(await findRepository(join(root, 'a/b'))).toEqual({ root });
  });

  test('else the folder itself', async () => {
    const root = await temporaryFolder();
    expect(await findRepository(root)).toEqual({ root });
  });
});
