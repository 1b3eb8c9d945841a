/** Refused for reading and writing. */
export const NEITHER = [
  // going up
  '..',
  '../',
  '../outside/secret.txt',
  '../ws-evil/secret.txt',
  'src/../../outside/secret.txt',
  'src/../..',
  './../outside/secret.txt',
  'src/./../../outside/secret.txt',
  'src//..//..//outside/secret.txt',
  '../ws/src/a.txt',
  'src/../src/a.txt',
  'missing/../../outside/secret.txt',
  '../../../../../../../etc/passwd',
  // absolute, and what others read as absolute
  '/',
  '/etc/passwd',
  '//etc/passwd',
  '/proc/self/environ',
  '/dev/null',
  '~',
  '~/.ssh/id_rsa',
  '~root/.bashrc',
  'C:\\Windows\\win.ini',
  'C:/Windows/win.ini',
  'file:///etc/passwd',
  'https://example.com/a',
  '\\\\server\\share',
  '..\\outside\\secret.txt',
  'src\\..\\..\\outside\\secret.txt',
  // bytes that end, hide or reorder a name
  'src/a.txt\0.png',
  '\0',
  'src/a\n.txt',
  'src/a\r.txt',
  'src/\u001b[2Ja.txt',
  'src/\u202ea.txt',
  'src/\u200ba.txt',
  '.g\u200cit/config',
  'src/\ud800a.txt',
  '',
  // links that lead out, through a folder, a file, a chain, or nowhere
  'link-folder',
  'link-folder/secret.txt',
  'link-file',
  'link-absolute/secret.txt',
  'link-dangling',
  'link-dangling-folder/new.txt',
  'link-chain/secret.txt',
  'link-up/outside/secret.txt',
  'src/link-up-twice/outside/secret.txt',
  'link-sibling/secret.txt',
  'link-loop',
  'link-loop/a.txt',
  'link-environment',
  'link-device',
  // git, our own store and secrets, by every name they have
  '.git/config',
  '.git/hooks/pre-commit',
  '.GIT/config',
  '.Git/config',
  './.git/config',
  '.git//config',
  '.git./config',
  '.git /config',
  '.git::$INDEX_ALLOCATION/config',
  'git~1/config',
  '\uff0egit/config',
  'vendor/lib/.git/config',
  'link-git/config',
  'link-git-config',
  '.git',
  '.agentcoord/config.json',
  '.env',
  '.ENV',
  '.env.local',
  'src/.env.production',
  'link-env',
  '.npmrc',
  '.netrc',
  '.ssh/id_rsa',
  // not a file
  'pipe',
  'folder',
  'folder/',
  'src/a.txt/b.txt',
  // too long
  'a'.repeat(256),
  `${'a/'.repeat(2100)}a`,
];

/** Refused for writing only. */
export const NOT_WRITTEN = [
  'hard-link.txt',
  '.claude/settings.json',
  '.claude/new.json',
  '.CLAUDE/settings.json',
  '.vscode/tasks.json',
  '.github/workflows/ci.yml',
  '.github/workflows/new.yml',
  '.github/actions/x/action.yml',
  '.gitlab-ci.yml',
  '.circleci/config.yml',
  'Jenkinsfile',
  '.husky/pre-commit',
  '.mcp.json',
  '.gitmodules',
  '.cursor/rules/x.md',
  'link-claude/settings.json',
  'link-github/workflows/new.yml',
  'packages/a/.vscode/settings.json',
  'link-folder/new.txt',
  'link-absolute/new.txt',
  'link-folder/deep/new/file.txt',
  '../new.txt',
  '.git/new',
  '.git/hooks/post-commit',
  '.env.new',
  'src/a.txt/',
  'src/.',
  '.',
  './',
];

const PARTS = [
  '..',
  '.',
  '',
  '/',
  '~',
  'src',
  'link-folder',
  'link-up',
  'link-git',
  '.git',
  '.GIT',
  '.env',
  'new',
  'a.txt',
  'deep',
  '\\',
  '\0',
  '\u202e',
  'hooks',
  'secret.txt',
  'outside',
  '.github',
  'workflows',
  '%2e%2e',
  '..%2f',
  '․․',
  'link-chain',
  'C:',
];

export function randomPath(random: () => number): string {
  const length = 1 + Math.floor(random() * 5);
  const pick = (): string => PARTS[Math.floor(random() * PARTS.length)] ?? 'x';
  return Array.from({ length }, pick).join(random() < 0.1 ? '' : '/');
}

/** mulberry32: the same paths in every run. */
export function seededRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
