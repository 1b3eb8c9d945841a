import { checkList, type LeaseKey, type LeaseMode, MAX_KEYS_PER_LEASE } from '@agentcoord/core';
import { fileKey, treeKey } from './names/resource.js';
import type { ResourceName, ResourceNames } from './names/resource-names.js';

export interface LockKeys {
  /** Canonical, without repeats, in the order asked. */
  paths: string[];
  keys: Array<Required<LeaseKey>>;
}

/** What to lock for these paths: 1 to 256 of them. */
export async function lockKeys(
  paths: string | readonly string[],
  options: { mode: LeaseMode; folder?: boolean },
  names: ResourceNames,
): Promise<LockKeys> {
  const list = typeof paths === 'string' ? [paths] : paths;
  checkList(list, 'paths', MAX_KEYS_PER_LEASE, 1);
  const [first = ''] = list;
  const resolved =
    list.length === 1
      ? [await names.resolve(first)]
      : await Promise.all(list.map((path) => names.resolve(path)));
  return {
    paths: [...new Set(resolved.map((name) => name.resource))],
    keys: resolved.map((name) => ({ ...placeOf(name, options.folder), mode: options.mode })),
  };
}

export function placeOf(name: ResourceName, folder = name.isFolder): { key: string; scope: 'tree' | 'node' } {
  return folder
    ? { key: treeKey(name.resource), scope: 'tree' }
    : { key: fileKey(name.resource), scope: 'node' };
}

/** Whether it is the same places, in the same order. */
export function sameKeys(one: LockKeys, other: LockKeys): boolean {
  return (
    one.keys.length === other.keys.length &&
    one.keys.every((place, index) => {
      const its = other.keys[index];
      return place.key === its?.key && place.scope === its.scope && place.mode === its.mode;
    })
  );
}
