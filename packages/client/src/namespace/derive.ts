import { readFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { slug } from '@agentcoord/core';
import type { Repository } from '@agentcoord/locks';
import { originUrlOf } from './git-config.js';
import { normaliseOriginUrl } from './origin-url.js';
import { sha256Hex } from './sha256.js';

export interface DerivedNamespace {
  namespace: string;
  source: 'origin' | 'folder';
}

/**
 * The namespace of a repository that nobody named: clones of one remote share it, on every host;
 * without a remote that others can know, it is the folder's own.
 */
export async function deriveNamespace(repository: Repository): Promise<DerivedNamespace> {
  const origin = repository.commonDir === undefined ? undefined : await readOrigin(repository.commonDir);
  if (origin) return { namespace: named(lastTwoSegments(origin), origin), source: 'origin' };
  const folder = repository.commonDir ?? repository.root;
  return { namespace: named(basename(workFolderOf(folder)), folder), source: 'folder' };
}

async function readOrigin(commonDir: string): Promise<string | undefined> {
  const text = await readFile(join(commonDir, 'config'), 'utf8').catch(() => '');
  const url = originUrlOf(text);
  return url === undefined ? undefined : normaliseOriginUrl(url);
}

/** Readable first, unique by the hash: the whole address does not fit into a name. */
function named(readable: string, exact: string): string {
  return `${slug(readable, 40)}-${sha256Hex(exact).slice(0, 12)}`;
}

function lastTwoSegments(address: string): string {
  return address.split('/').slice(-2).join('-');
}

function workFolderOf(folder: string): string {
  return basename(folder) === '.git' ? dirname(folder) : folder;
}
