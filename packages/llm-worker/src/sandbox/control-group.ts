import { access, mkdir, readFile, rmdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { newId, pause } from '@agentcoord/core';
import type { ResourceLimits } from './sandbox.js';

export interface ControlGroup {
  /** A process that writes its id into each of these belongs to it, with all it starts. */
  readonly joinFiles: readonly string[];
  remove(): Promise<void>;
}

interface Place {
  parent: string;
  /** Files of the new group, and what is written into them. */
  limits: Readonly<Record<string, string>>;
}

const ROOT = '/sys/fs/cgroup';
const REMOVE_TRIES = 20;

/**
 * A control group for one command, in which processes and memory count together; empty where this
 * process may make none. Below its own group, so that what limits the worker limits its commands, too: version 1
 * directly, version 2 in the nearest group that hands its controllers on.
 */
export async function createControlGroup(limits: ResourceLimits): Promise<ControlGroup> {
  const own = parseOwnGroups(await readFile('/proc/self/cgroup', 'utf8').catch(() => ''));
  const name = newId('agentcoord');
  const made: string[] = [];
  const unified = await makeFirst(unifiedPlaces(own.get(''), limits), name);
  if (unified) made.push(unified);
  else {
    for (const place of versionOnePlaces(own, limits)) {
      const folder = await makeGroup(place, name);
      if (folder) made.push(folder);
    }
  }
  return {
    joinFiles: made.map((folder) => join(folder, 'cgroup.procs')),
    async remove() {
      for (const folder of made) await removeGroup(folder);
    },
  };
}

/** Controller to path; `''` is version 2. */
function parseOwnGroups(text: string): Map<string, string> {
  const groups = new Map<string, string>();
  for (const line of text.split('\n')) {
    const [, controllers = '', path] = /^\d+:([^:]*):(\/.*)$/.exec(line) ?? [];
    if (path !== undefined) for (const controller of controllers.split(',')) groups.set(controller, path);
  }
  return groups;
}

function unifiedPlaces(path: string | undefined, limits: ResourceLimits): Place[] {
  const places: Place[] = [];
  for (let at = path; at !== undefined; at = at === '/' ? undefined : dirname(at)) {
    places.push({
      parent: join(ROOT, at),
      limits: {
        'pids.max': String(limits.processes),
        'memory.max': String(limits.memoryBytes),
      },
    });
  }
  return places;
}

function versionOnePlaces(own: ReadonlyMap<string, string>, limits: ResourceLimits): Place[] {
  return [
    { parent: join(ROOT, 'pids', own.get('pids') ?? '/'), limits: { 'pids.max': String(limits.processes) } },
    {
      parent: join(ROOT, 'memory', own.get('memory') ?? '/'),
      limits: { 'memory.limit_in_bytes': String(limits.memoryBytes) },
    },
  ];
}

async function makeFirst(places: readonly Place[], name: string): Promise<string | undefined> {
  for (const place of places) {
    const folder = await makeGroup(place, name);
    if (folder) return folder;
  }
  return undefined;
}

async function makeGroup({ parent, limits }: Place, name: string): Promise<string | undefined> {
  const folder = join(parent, name);
  try {
    await access(join(parent, 'cgroup.procs'));
    await mkdir(folder);
  } catch {
    return undefined;
  }
  try {
    // Without the controller there is no such file, and none can be made here.
    for (const [file, limit] of Object.entries(limits))
      await writeFile(join(folder, file), limit, { flag: 'r+' });
    return folder;
  } catch {
    await rmdir(folder).catch(() => undefined);
    return undefined;
  }
}

/** The last process may still be on its way out. */
async function removeGroup(folder: string): Promise<void> {
  for (let attempt = 0; attempt < REMOVE_TRIES; attempt += 1) {
    const isGone = await rmdir(folder).then(
      () => true,
      (error: NodeJS.ErrnoException) => error.code !== 'EBUSY',
    );
    if (isGone) return;
    await pause(10);
  }
}
