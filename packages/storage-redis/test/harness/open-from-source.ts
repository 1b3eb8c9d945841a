import '@agentcoord/tooling/lua-register';
import { AgentCoordError, pause, type Storage } from '@agentcoord/core';
import type { RedisStorageOptions } from '../../src/index.js';

/** For child processes, which import the sources without vitest. */
export async function openFromSource(options: RedisStorageOptions): Promise<Storage> {
  const { openRedisStorage } = await import('../../src/index.js');
  return openRedisStorage(options);
}

/** As a supervisor would start it: again and again while its server is away. */
export async function openPatiently(options: RedisStorageOptions): Promise<Storage> {
  for (;;) {
    try {
      return await openFromSource(options);
    } catch (error) {
      if (!AgentCoordError.is(error, 'storage_unavailable')) throw error;
      await pause(50);
    }
  }
}
