import type { Storage } from '@agentcoord/core';

/** Resolves when the store's clock has reached this time. */
export async function storeTime(storage: Storage, at: number): Promise<void> {
  await using listener = await storage.signals.listen({ channels: ['nobody/publishes'] });
  for (let left = at - (await storage.now()); left > 0; left = at - (await storage.now())) {
    await listener.next({ timeoutMs: left });
  }
}
