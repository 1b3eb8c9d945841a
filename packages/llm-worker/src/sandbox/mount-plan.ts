import { lstat, realpath } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { AgentCoordError } from '@agentcoord/core';
import type { Workspace } from '../workspace/workspace.js';
import { gitFolderOutside } from './git-folder.js';
import type { ProtectedEntry } from './protected-entries.js';
import { isOfSystem, systemMounts } from './system-mounts.js';

export interface MountRequest {
  workspace: Workspace;
  entries: Iterable<ProtectedEntry>;
  readable: readonly string[];
  hidden: readonly string[];
  temporaryBytes: number;
  /** An empty file that no command can write to. */
  emptyFile: string;
  /** Whether this bubblewrap knows an option. */
  knows(option: string): boolean;
}

/** The home of commands: empty, and gone with them. */
export const SANDBOX_HOME = '/tmp/home';
/** Our own store, where a clone keeps it: below the folder of git. */
const STORE_IN_GIT = 'agentcoord';

/**
 * Everything there is in the sandbox, from nothing, in the order in which it is mounted: what comes later lies
 * over what came before.
 */
export async function mountPlan(request: MountRequest): Promise<string[]> {
  const { root } = request.workspace;
  const readable = await readableFolders(request);
  return [
    ...(await systemMounts()),
    '--dev',
    '/dev',
    ...temporary(request, '/dev/shm'),
    '--remount-ro',
    '/dev',
    '--proc',
    '/proc',
    // As root, even without rights, /proc/sys and /proc/sysrq-trigger could be written to, and those are the host's.
    '--remount-ro',
    '/proc',
    ...temporary(request, '/tmp'),
    '--dir',
    SANDBOX_HOME,
    '--dir',
    '/var',
    '--symlink',
    '/tmp',
    '/var/tmp',
    ...readable.flatMap((folder) => ['--ro-bind', folder, folder]),
    '--bind',
    root,
    root,
    ...(await guards(request)),
    ...(await hiddenPlaces(request, [root, ...readable])),
    // The empty root itself: nothing can be put beside what was mounted.
    '--remount-ro',
    '/',
  ];
}

function temporary({ temporaryBytes, knows }: MountRequest, folder: string): string[] {
  const size = knows('--size') ? ['--size', String(temporaryBytes)] : [];
  return ['--perms', '1777', ...size, '--tmpfs', folder];
}

/** What the user allows, the repository behind a worktree, and the Node this runs on. */
async function readableFolders({ workspace, readable }: MountRequest): Promise<string[]> {
  const node = await realpath(process.execPath);
  const git = await gitFolderOutside(workspace);
  const named = await Promise.all(
    readable.map((path) => realpath(path).catch((cause) => missing(path, cause))),
  );
  return [...named, ...(isOfSystem(node) ? [] : [node, ...(await siblings(node))]), ...(git ? [git] : [])];
}

/** npm and corepack, where Node was unpacked into a folder of its own (`…/bin/node`, `…/lib/node_modules`). */
async function siblings(node: string): Promise<string[]> {
  const prefix = dirname(dirname(node));
  const modules = join(prefix, 'lib', 'node_modules');
  const isThere = await lstat(modules).catch(() => undefined);
  return isThere ? [modules] : [];
}

async function guards({ entries, emptyFile }: MountRequest): Promise<string[]> {
  const mounts: string[] = [];
  for (const { absolute, relative, level, kind } of entries) {
    // A link has nothing of its own to protect; that it still leads there is looked at afterwards.
    if (kind === 'link') continue;
    const isGit = relative.split('/').at(-1)?.toLowerCase() === '.git';
    if (isGit || level === 'read-only') mounts.push('--ro-bind', absolute, absolute);
    else mounts.push(...empty(absolute, kind, emptyFile));
    if (isGit && kind === 'folder')
      mounts.push(...(await emptyWhereThere(join(absolute, STORE_IN_GIT), emptyFile)));
  }
  return mounts;
}

async function hiddenPlaces(
  { hidden, emptyFile }: MountRequest,
  mounted: readonly string[],
): Promise<string[]> {
  const mounts: string[] = [];
  for (const folder of mounted.slice(1))
    mounts.push(...(await emptyWhereThere(join(folder, STORE_IN_GIT), emptyFile)));
  for (const path of hidden) {
    const real = await realpath(path).catch(() => undefined);
    if (real && mounted.some((folder) => real.startsWith(`${folder}/`)))
      mounts.push(...(await emptyWhereThere(real, emptyFile)));
  }
  return mounts;
}

async function emptyWhereThere(path: string, emptyFile: string): Promise<string[]> {
  const entry = await lstat(path).catch(() => undefined);
  if (!entry) return [];
  return empty(path, entry.isDirectory() ? 'folder' : 'file', emptyFile);
}

function empty(path: string, kind: 'file' | 'folder', emptyFile: string): string[] {
  return kind === 'folder' ? ['--tmpfs', path, '--remount-ro', path] : ['--ro-bind', emptyFile, path];
}

function missing(path: string, cause: unknown): never {
  throw new AgentCoordError(
    'misconfigured',
    `The sandbox cannot make ${path} readable: it is not there. Correct the sandbox's option readable.`,
    { data: { path }, cause },
  );
}
