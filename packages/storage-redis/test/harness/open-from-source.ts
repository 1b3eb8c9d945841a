import '@agentcoord/tooling/lua-register';
import type { Storage } from '@agentcoord/core';
import type { RedisStorageOptions } from '../../src/index.js';

/** For child processes, which import the sources without vitest. */
export async function openFromSource(options: RedisStorageOptions): Promise<Storage> {
  const { openRedisStorage } = await import('../../src/index.js');
  return openRedisStorage(options);
}
