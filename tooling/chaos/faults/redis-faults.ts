import type { Fault, FaultKind } from './fault.js';
import { drawOne } from './fault.js';

const target = (): string => 'redis';
const short = (random: () => number): Partial<Fault> => ({ forMs: 50 + Math.floor(random() * 500) });

/** kill -9, and a new server on the same folder, on one of a moment before, or on nothing. */
const killRedis: FaultKind = {
  kind: 'kill-redis',
  needs: 'redis',
  target,
  draw: (random) => ({
    ...short(random),
    choice: drawOne(random, ['same', 'same', 'old', 'empty']),
  }),
  async begin({ choice }, scene) {
    const redis = scene.redis();
    const old = choice === 'old' ? await redis.copyFolder() : undefined;
    if (old !== undefined) await scene.workFor(200);
    const down = scene.cutOffBegins();
    const loss = choice !== 'same' || !redis.keepsAll ? scene.lossBegins() : undefined;
    await redis.server.stop('SIGKILL');
    if (choice === 'empty') redis.emptyFolder();
    if (old !== undefined) redis.restoreFolder(old);
    return async () => {
      down.ends();
      await redis.server.start();
      loss?.ends();
    };
  },
};

const pauseRedis: FaultKind = {
  kind: 'pause-redis',
  needs: 'redis',
  target,
  draw: (random) => ({ forMs: 100 + Math.floor(random() * 1_200) }),
  async begin(_fault, scene) {
    const { server } = scene.redis();
    server.pause();
    return async () => server.resume();
  },
};

const flushAll: FaultKind = {
  kind: 'flush-all',
  needs: 'redis',
  target,
  draw: () => ({ forMs: 0 }),
  async begin(_fault, scene) {
    const loss = scene.lossBegins();
    await scene.askRedis('FLUSHALL');
    loss.ends();
    return async () => undefined;
  },
};

const killClients: FaultKind = {
  kind: 'kill-clients',
  needs: 'redis',
  target,
  draw: () => ({ forMs: 0 }),
  async begin(_fault, scene) {
    await scene.askRedis('CLIENT KILL TYPE normal');
    return async () => undefined;
  },
};

const fillMemory: FaultKind = {
  kind: 'memory-full',
  needs: 'redis',
  target,
  draw: short,
  async begin(_fault, scene) {
    await scene.askRedis('CONFIG SET maxmemory 1');
    return async () => void (await scene.askRedis('CONFIG SET maxmemory 0'));
  },
};

/** One agent's password is not the right one any more; everybody else goes on. */
const wrongPassword: FaultKind = {
  kind: 'wrong-password',
  needs: 'redis',
  target,
  draw: (random, { workers }) => ({ ...short(random), place: Math.floor(random() * workers) }),
  async begin({ place }, scene) {
    const user = `agent-${place}`;
    scene.misconfigure(place ?? 0);
    await scene.askRedis(`ACL SETUSER ${user} resetpass >other`);
    await scene.askRedis(`CLIENT KILL USER ${user}`);
    return async () => void (await scene.askRedis(`ACL SETUSER ${user} resetpass >secret`));
  },
};

/** What can happen to the server itself. */
export const REDIS_FAULTS: readonly FaultKind[] = [
  killRedis,
  pauseRedis,
  flushAll,
  killClients,
  fillMemory,
  wrongPassword,
];
