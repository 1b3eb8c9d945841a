import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { deriveNamespace, normaliseOriginUrl } from '../src/index.js';
import { originUrlOf } from '../src/namespace/git-config.js';
import { git, temporaryFolder, temporaryRepository } from './support/temporary.js';

describe('the address of a remote', () => {
  test.each([
    'git@github.com:Owner/Repo.git',
    'github.com:owner/repo',
    'ssh://git@github.com/owner/repo.git',
    'ssh://git@github.com:22/owner/repo.git/',
    'git+ssh://git@github.com/owner/repo',
    'https://github.com/owner/repo',
    'https://github.com/owner/repo.git',
    'https://user:secret@GitHub.com:443//owner/repo.git',
    'http://github.com:80/owner/repo',
    'git://github.com:9418/owner/repo.git',
    ' https://github.com/owner%2Frepo.git ',
  ])('is the same for %s as for every other form', (url) => {
    expect(normaliseOriginUrl(url)).toBe('github.com/owner/repo');
  });

  test.each([
    ['git@host.example:group/sub/Repo.git', 'host.example/group/sub/Repo'],
    ['https://host.example:8443/team/app.git', 'host.example:8443/team/app'],
    ['ssh://git@host.example:2222/team/app', 'host.example:2222/team/app'],
    ['https://[::1]:3000/team/app', '[::1]:3000/team/app'],
    ['https://host.example/100%/app', 'host.example/100%/app'],
  ])('of %s keeps what tells repositories apart', (url, expected) => {
    expect(normaliseOriginUrl(url)).toBe(expected);
  });

  test.each([
    '/srv/git/app.git',
    '../app',
    'file:///srv/git/app.git',
    'C:/work/app',
    '',
    'https://host.example/',
  ])('is not known where others cannot know it: %j', (url) => {
    expect(normaliseOriginUrl(url)).toBeUndefined();
  });

  test('never keeps a password', () => {
    expect(normaliseOriginUrl('https://me:hunter2@host.example/team/app')).not.toContain('hunter2');
  });
});

describe('a git configuration', () => {
  test('gives the first url of the remote origin, and of no other section', () => {
    const text = [
      '[core]\n\turl = wrong',
      '[remote "upstream"]\n\turl = https://host.example/upstream',
      '[Remote "origin"] # ours',
      '\tfetch = +refs/heads/*:refs/remotes/origin/*',
      '\tURL = "https://host.example/a b" ; comment',
      '\turl = https://host.example/second',
    ].join('\n');
    expect(originUrlOf(text)).toBe('https://host.example/a b');
  });

  test.each(['', '[remote "origin"]\n\tfetch = x', '[remote "Origin"]\n\turl = https://host.example/a'])(
    'without such a remote gives nothing: %j',
    (text) => {
      expect(originUrlOf(text)).toBeUndefined();
    },
  );

  test('may break a line in two', () => {
    expect(originUrlOf('[remote "origin"]\n\turl = https://host.\\\nexample/a')).toBe(
      'https://host.example/a',
    );
  });
});

describe('the namespace', () => {
  test('is the same for clones of one remote, however they name it', async () => {
    const [first, second] = [
      temporaryRepository({ origin: 'git@github.com:owner/repo.git' }),
      temporaryRepository({ origin: 'https://token@github.com/Owner/repo' }),
    ];
    const one = await deriveNamespace({ root: first, commonDir: join(first, '.git') });
    const two = await deriveNamespace({ root: second, commonDir: join(second, '.git') });
    expect(one).toEqual(two);
    expect(one.source).toBe('origin');
    expect(one.namespace).toMatch(/^owner-repo-[0-9a-f]{12}$/);
  });

  test('differs for remotes that only look alike', async () => {
    const names = await Promise.all(
      ['https://a.example/owner/repo', 'https://b.example/owner/repo', 'https://a.example/owner-repo'].map(
        async (origin) => {
          const root = temporaryRepository({ origin });
          return (await deriveNamespace({ root, commonDir: join(root, '.git') })).namespace;
        },
      ),
    );
    expect(new Set(names).size).toBe(3);
  });

  test('is the folder’s own without a remote that others can know', async () => {
    const bare = temporaryFolder();
    const root = temporaryRepository({ origin: bare });
    const other = temporaryRepository();
    const names = await Promise.all(
      [root, other].map(async (folder) => deriveNamespace({ root: folder, commonDir: join(folder, '.git') })),
    );
    expect(names.map(({ source }) => source)).toEqual(['folder', 'folder']);
    expect(names[0]?.namespace).toMatch(/^project-/);
    expect(names[0]?.namespace).not.toBe(names[1]?.namespace);
  });

  test('agrees with what git itself says the remote is', async () => {
    const origin = 'ssh://git@host.example:2222/team/app with space.git';
    const root = temporaryRepository({ origin });
    const said = git(root, 'remote', 'get-url', 'origin').trim();
    expect(said).toBe(origin);
    const derived = await deriveNamespace({ root, commonDir: join(root, '.git') });
    expect(derived.namespace).toMatch(/^team-app-with-space-/);
  });
});
