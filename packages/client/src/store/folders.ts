import { join } from 'node:path';
import type { Repository } from '@agentcoord/locks';

/** Shared by all work trees of a clone and never seen by git; without git beside the configuration. */
export function defaultHome(repository: Repository): string {
  if (repository.commonDir !== undefined) return join(repository.commonDir, 'agentcoord');
  return join(repository.root, '.agentcoord', 'store');
}

/**
 * The clone's own namespace lives in its default home directly, whatever it is called: adding a remote
 * or a configuration later must not move the agents of one clone into two stores. Any other
 * namespace, and every namespace in a home that several repositories may share, has a folder of its own.
 */
export function storeFolderOf(request: {
  repository: Repository;
  home: string;
  namespace: string;
  /** The namespace is the one the repository has when nobody names another. */
  isOwn: boolean;
}): { storeFolder: string; logFolder: string } {
  const direct = request.isOwn && request.home === defaultHome(request.repository);
  const storeFolder = direct ? request.home : join(request.home, 'namespaces', request.namespace);
  return { storeFolder, logFolder: join(storeFolder, 'logs') };
}
