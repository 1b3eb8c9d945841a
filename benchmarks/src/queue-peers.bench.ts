import { defineBenchmark } from '@agentcoord/tooling/benchmark';
import { Redis } from 'ioredis';
import { comparison, interleaved } from './measure/interleaved.js';
import { redisOnLoopback } from './measure/redis-on-loopback.js';
import { endCrews, LIBRARIES, startCrews } from './queue-peers/crew.js';
import { shapes } from './queue-peers/shapes.js';

export default defineBenchmark({
  title: 'Task queues on Redis',
  about:
    'TaskQueue on openRedisStorage with its defaults (leases, fences, sessions, events, every task kept) beside BullMQ ' +
    '(with priorities; ended jobs removed, as its guide for production says) and bee-queue (no priorities; the settings ' +
    'its README names for throughput). Each library has four warm processes and the same private redis-server over TCP ' +
    'on this machine, emptied before each figure. Handlers do nothing. All libraries take turns within each shape; figures are ' +
    'medians of the rounds, ratios are the median of those of each round, with the lowest and the highest.',
  async run({ quick }) {
    const { server, port } = await redisOnLoopback();
    const redis = new Redis(server.socketPath);
    const crews = await startCrews(port, 4);
    try {
      const size = quick
        ? { added: 300, seconds: 0.3, timed: 30 }
        : { added: 1_500, seconds: 0.7, timed: 120 };
      // A short round warms all processes up, and is not counted.
      const warmUp = shapes(crews, redis, { added: 500, seconds: 0.2, timed: 10 });
      await interleaved(LIBRARIES, warmUp, quick ? 0 : 1);
      const all = shapes(crews, redis, size);
      return comparison(LIBRARIES, all, await interleaved(LIBRARIES, all, quick ? 1 : 5));
    } finally {
      await endCrews(crews);
      redis.disconnect();
      await server.remove();
    }
  },
});
