import type { Storage } from '@agentcoord/core';

/** Where a namespace is, as plain JSON: also for processes that open it themselves. */
export type Place =
  | { kind: 'memory' }
  | { kind: 'file'; folder: string }
  | { kind: 'redis'; namespace: string; path: string };

export async function openStore(place: Place): Promise<Storage> {
  if (place.kind === 'redis') {
    // Outside vitest nobody has told Node what a Lua file is.
    await import('@agentcoord/tooling/lua-register');
    const { openRedisStorage } = await import('@agentcoord/storage-redis');
    return openRedisStorage({ namespace: place.namespace, path: place.path });
  }
  const { openFileStorage, openMemoryStorage } = await import('@agentcoord/storage-file');
  return place.kind === 'memory' ? openMemoryStorage() : openFileStorage({ folder: place.folder });
}
