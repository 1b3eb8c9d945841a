import { execFileSync } from 'node:child_process';
import { link, mkdir, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { fillFolder } from './fill-folder.js';

/** What nobody may read, and nobody overwrite. */
export const SECRET = 'canary-outside-content';

/** A workspace with every kind of way out of it, and what lies outside. @returns the workspace */
export async function makeEscapeWorld(around: string): Promise<string> {
  await fillFolder(around, {
    'outside/secret.txt': SECRET,
    'ws-evil/secret.txt': SECRET,
    'ws/src/a.txt': 'inside',
    'ws/.git/config': SECRET,
    'ws/.git/hooks/pre-commit': SECRET,
    'ws/vendor/lib/.git/config': SECRET,
    'ws/.agentcoord/config.json': SECRET,
    'ws/.env': SECRET,
    'ws/.claude/settings.json': 'settings',
    'ws/.vscode/tasks.json': 'tasks',
    'ws/.github/workflows/ci.yml': 'ci',
    'ws/.gitlab-ci.yml': 'ci',
  });
  const root = join(around, 'ws');
  const links: Array<[string, string]> = [
    ['../outside', 'link-folder'],
    ['../outside/secret.txt', 'link-file'],
    [join(around, 'outside'), 'link-absolute'],
    ['../outside/new.txt', 'link-dangling'],
    ['../nowhere', 'link-dangling-folder'],
    ['link-folder', 'link-chain'],
    ['..', 'link-up'],
    ['../..', 'src/link-up-twice'],
    ['../ws-evil', 'link-sibling'],
    ['.git', 'link-git'],
    ['.git/config', 'link-git-config'],
    ['.claude', 'link-claude'],
    ['.env', 'link-env'],
    ['.github', 'link-github'],
    ['link-loop', 'link-loop'],
    ['/proc/self/environ', 'link-environment'],
    ['/dev/stdout', 'link-device'],
  ];
  for (const [target, name] of links) await symlink(target, join(root, name));
  await link(join(around, 'outside/secret.txt'), join(root, 'hard-link.txt'));
  await mkdir(join(root, 'folder'));
  execFileSync('/bin/sh', ['-c', 'mkfifo "$1"', 'sh', join(root, 'pipe')]);
  return root;
}
