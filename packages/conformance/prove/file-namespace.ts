import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
// By path: storage-file tests itself with this package, and a dependency back to it would be a circle.
import { openFileStorage } from '../../storage-file/src/index.js';
import type { CrowdReport, StorageConnection } from '../src/index.js';

const module = new URL('../../storage-file/src/index.ts', import.meta.url).href;
const crashPoints = ['file-begun', 'file-written', 'file-committed', 'file-signalled'];

/** Runs a crowd on a fresh file store and takes the store away. */
export async function onFreshFileStore(
  run: (options: {
    storage: Awaited<ReturnType<typeof openFileStorage>>;
    connection: StorageConnection;
  }) => Promise<CrowdReport>,
): Promise<CrowdReport> {
  const folder = await mkdtemp(join(tmpdir(), 'agentcoord-prove-'));
  const storage = await openFileStorage({ folder });
  try {
    return await run({
      storage,
      connection: { module, open: 'openFileStorage', options: { folder }, crashPoints },
    });
  } finally {
    await storage.close();
    await rm(folder, { recursive: true, force: true });
  }
}
