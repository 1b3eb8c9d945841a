import '@agentcoord/tooling/lua-register';
import { defineProof } from '@agentcoord/tooling/prove';
import { redisMissing, startRedisServer } from '@agentcoord/tooling/redis-server';
import { talkingCrowd } from '../test/support/talking-crowd.js';

export default defineProof({
  promise:
    '100 processes post and reply on Redis for 60 s, 10 of them killed, Redis itself killed and restarted once: every acknowledged entry is there exactly once, in order.',
  async run({ scaled }) {
    const skipped = redisMissing();
    if (skipped) return { counts: {}, violations: [], skipped };
    const { openRedisStorage } = await import('@agentcoord/storage-redis');
    const server = await startRedisServer({ appendOnly: true });
    const options = { namespace: 'prove', path: server.socketPath };
    const storage = await openRedisStorage(options);
    try {
      return await talkingCrowd({
        storage,
        connection: { open: 'redis', options },
        processes: Math.max(4, scaled(100)),
        killed: Math.max(1, scaled(10)),
        forMs: Math.max(3_000, scaled(60_000)),
        async halfway() {
          await server.stop('SIGKILL');
          await server.start();
        },
      });
    } finally {
      await storage.close();
      await server.remove();
    }
  },
});
