import '@agentcoord/tooling/lua-register';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openFileStorage } from '@agentcoord/storage-file';
import { defineProof } from '@agentcoord/tooling/prove';
import { talkingCrowd } from '../test/support/talking-crowd.js';

export default defineProof({
  promise:
    '100 processes post and reply on the file store for 60 s, 10 of them killed: every acknowledged entry is there exactly once, in order.',
  async run({ scaled }) {
    const folder = await mkdtemp(join(tmpdir(), 'agentcoord-prove-'));
    const storage = await openFileStorage({ folder });
    try {
      return await talkingCrowd({
        storage,
        connection: { open: 'file', options: { folder } },
        processes: Math.max(4, scaled(100)),
        killed: Math.max(1, scaled(10)),
        forMs: Math.max(3_000, scaled(60_000)),
      });
    } finally {
      await storage.close();
      await rm(folder, { recursive: true, force: true });
    }
  },
});
