import { readdirSync, statSync } from 'node:fs';
import { AgentCoordError } from '@agentcoord/core';
import type { AdapterName } from '../sqlite/database.js';

interface Connected {
  adapter: AdapterName;
  connections: number;
}

/** Shared by all copies of this package in the process. */
const REGISTRY = Symbol.for('agentcoord.storage-file.connected');

/**
 * Which database files this process is connected to. Whoever opens and closes such a file through `fs`
 * drops the locks SQLite holds on it (POSIX locks belong to the process, not to the handle), and commits
 * of this process and another then overwrite each other.
 */
function registry(): Map<string, Connected> {
  const holder = globalThis as typeof globalThis & { [REGISTRY]?: Map<string, Connected> };
  holder[REGISTRY] ??= new Map();
  return holder[REGISTRY];
}

/** Before connecting. Two SQLite libraries on one file do not know of each other's locks. */
export function enterConnected(path: string, adapter: AdapterName): void {
  const known = registry().get(path);
  if (known && known.adapter !== adapter) {
    throw new AgentCoordError(
      'misconfigured',
      `${path} is open in this process through ${known.adapter}; opening it through ${adapter} as well would ` +
        'corrupt it. Use one of them in the whole process.',
      { data: { path, adapter: known.adapter } },
    );
  }
  registry().set(path, { adapter, connections: (known?.connections ?? 0) + 1 });
}

/** After closing. The adapter stays remembered: connections of libsql outlive their `close`. */
export function leaveConnected(path: string): void {
  const known = registry().get(path);
  if (known) registry().set(path, { ...known, connections: Math.max(0, known.connections - 1) });
}

/**
 * Whether this process may read the file through `fs`. The list of open files also sees connections of
 * worker threads, which have a registry of their own.
 */
export function isConnected(path: string): boolean {
  return (registry().get(path)?.connections ?? 0) > 0 || hasOpenFile(path);
}

function hasOpenFile(path: string): boolean {
  try {
    const wanted = statSync(path);
    return readdirSync('/proc/self/fd').some((descriptor) => {
      const open = statSync(`/proc/self/fd/${descriptor}`, { throwIfNoEntry: false });
      return open?.ino === wanted.ino && open.dev === wanted.dev;
    });
  } catch {
    return false;
  }
}
