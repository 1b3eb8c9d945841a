import { existsSync } from 'node:fs';
import { mayOwnLocally } from '@agentcoord/storage-failover';
import { readConfigFile } from '../configuration/config-file.js';
import type { Configuration } from '../configuration/configuration.js';
import { deriveNamespace } from '../namespace/derive.js';
import { defaultHome } from './folders.js';
import { memoryFileOf } from './memory-file.js';
import { primaryPlace } from './primary-place.js';

/**
 * No store but this one can have used the namespace: it is derived from where this clone lies, nobody named it, the
 * server is on this machine, and granted nothing to this clone while that had no owner. Once it is in a committed file
 * or has a remote, other clones may have been there first.
 */
export function isPrivateNamespace(configuration: Configuration): boolean {
  const { namespaceSource, storeFolder, repository, redis, fallback } = configuration;
  if (
    redis === undefined ||
    fallback === 'off' ||
    namespaceSource !== 'folder' ||
    storeFolder !== defaultHome(repository)
  )
    return false;
  // Also with `single-host`: that is a word about agents, and says nothing of who shares a derived name elsewhere.
  const isHere = mayOwnLocally('auto', primaryPlace(redis.reveal()).host);
  return isHere && !existsSync(memoryFileOf(configuration, redis));
}

/**
 * The name that was a folder's own at the opening still is, and nobody was told it: it is in no configuration file, from
 * which the clones that it is committed to would take it, and the clone got no remote.
 */
export async function isStillOwnName({ repository, namespace }: Configuration): Promise<boolean> {
  const file = await readConfigFile(repository.root);
  const derived = await deriveNamespace(repository);
  return file.namespace === undefined && derived.source === 'folder' && derived.namespace === namespace;
}
