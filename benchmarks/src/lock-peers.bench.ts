import { fileURLToPath } from 'node:url';
import { defineBenchmark } from '@agentcoord/tooling/benchmark';
import type { LockLibrary } from './lock-peers/libraries.js';
import type { Held, Question } from './lock-peers/question.js';
import { type Contender, lockShapes } from './lock-peers/shapes.js';
import { startProcess } from './measure/asked-process.js';
import { comparison, interleaved } from './measure/interleaved.js';
import { redisOnLoopback } from './measure/redis-on-loopback.js';

const LIBRARIES: LockLibrary[] = ['AgentCoord', 'redis-semaphore', 'redlock'];
const PROCESSES = 4;

export default defineBenchmark({
  title: 'Locks on Redis',
  about:
    'FileLock on openRedisStorage with its defaults (names resolved in the repository, leases, fences, sessions, events, ' +
    'first in first out) beside redis-semaphore with its defaults and redlock with a retry every 10 ms. Hand-off: ' +
    'from the beginning of a release to the grant of the process that waits; the one that gave it back asks again 17 ms ' +
    'later. Longest wait: four processes ask again and again and hold the lock for 2 ms each time. Libraries take turns within each shape; medians of the rounds, ratios with spread.',
  async run({ quick }) {
    const { server, port } = await redisOnLoopback();
    const script = fileURLToPath(new URL('lock-peers/lock.process.ts', import.meta.url));
    const crews = { AgentCoord: [], 'redis-semaphore': [], redlock: [] } as Record<LockLibrary, Contender[]>;
    try {
      for (const library of LIBRARIES) {
        for (let number = 0; number < PROCESSES; number += 1)
          crews[library].push(
            await startProcess<Question, number | Held[]>(script, library, String(port), `holder-${number}`),
          );
      }
      const size = quick ? { cycles: 300, seconds: 0.5 } : { cycles: 2_000, seconds: 2 };
      // A short round warms all processes up, and is not counted.
      await interleaved(LIBRARIES, lockShapes(crews, { cycles: 500, seconds: 0.2 }), quick ? 0 : 1);
      const all = lockShapes(crews, size);
      return comparison(LIBRARIES, all, await interleaved(LIBRARIES, all, quick ? 1 : 5));
    } finally {
      await Promise.all(
        Object.values(crews)
          .flat()
          .map((one) => one.end()),
      );
      await server.remove();
    }
  },
});
