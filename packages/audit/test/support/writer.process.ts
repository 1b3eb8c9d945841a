import '@agentcoord/tooling/lua-register';
import { writeSync } from 'node:fs';
import type { Storage } from '@agentcoord/core';

/** Logs until it is killed or told to stop, and says on stdout what was acknowledged. */
const [address = '', author = '', forMs = '1000'] = process.argv.slice(2);
const { AuditLog } = await import('../../src/index.js');
const storage = await open(address);
const audit = new AuditLog({ storage, author });
const end = performance.now() + Number(forMs);
writeSync(1, `${JSON.stringify({ ready: author })}\n`);
for (let index = 0; performance.now() < end; index += 1) {
  const id = `${author}-${index}`;
  // Asked again with the same id while the store is away: it must be there once all the same.
  for (;;) {
    try {
      const { sequence } = await audit.logDecision({ type: 'step', context: `${index}`, id });
      writeSync(1, `${JSON.stringify({ id, sequence })}\n`);
      break;
    } catch {
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }
}
await audit.close();
await storage.close();
process.exit(0);

async function open(place: string): Promise<Storage> {
  if (!place.startsWith('unix://')) {
    const { openFileStorage } = await import('@agentcoord/storage-file');
    return openFileStorage({ folder: place });
  }
  const [path = '', namespace = ''] = place.slice('unix://'.length).split('?');
  const { openRedisStorage } = await import('@agentcoord/storage-redis');
  return openRedisStorage({ path, namespace });
}
