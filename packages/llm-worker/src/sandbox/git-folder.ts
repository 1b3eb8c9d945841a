import { readFile, realpath } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { Workspace } from '../workspace/workspace.js';

/** The repository behind a git worktree, which lies elsewhere: without it no command could ask git anything. */
export async function gitFolderOutside({ root }: Workspace): Promise<string | undefined> {
  const pointer = await readFile(join(root, '.git'), 'utf8').catch(() => '');
  const [, gitFolder] = /^gitdir: (.+)$/m.exec(pointer) ?? [];
  if (gitFolder === undefined) return undefined;
  const own = resolve(root, gitFolder);
  const common = await readFile(join(own, 'commondir'), 'utf8').catch(() => '.');
  const real = await realpath(resolve(own, common.trim())).catch(() => undefined);
  return real === undefined || real.startsWith(`${root}/`) ? undefined : real;
}
