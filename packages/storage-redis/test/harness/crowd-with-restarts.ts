import { randomUUID } from 'node:crypto';
import { type CrowdReport, crowdOnOneQueue } from '@agentcoord/conformance';
import { pause, type Storage } from '@agentcoord/core';
import { type RedisServer, startRedisServer } from '@agentcoord/tooling/redis-server';
import { openRedisStorage } from '../../src/index.js';

export interface CrowdSize {
  processes: number;
  killed: number;
  stopped: number;
  tasks: number;
  seed: number;
}

/** Workers in processes of their own, whose server is shut down and started again after each third of the work. */
export async function crowdWithRestarts(size: CrowdSize): Promise<CrowdReport> {
  const server = await startRedisServer({ appendOnly: true });
  const options = { namespace: randomUUID(), path: server.socketPath };
  const storage = await openRedisStorage(options);
  const connection = {
    module: new URL('open-from-source.ts', import.meta.url).href,
    open: 'openPatiently',
    options,
  };
  try {
    const crowd = crowdOnOneQueue({ storage, connection, ...size });
    const [report, restarts] = await Promise.all([crowd, restartTwice(server, storage, size.tasks)]);
    return { ...report, counts: { ...report.counts, restarts } };
  } finally {
    await storage.close();
    await server.remove();
  }
}

async function restartTwice(server: RedisServer, storage: Storage, tasks: number): Promise<number> {
  for (const part of [1 / 3, 2 / 3]) {
    while ((await storage.queues.stats({})).counts.completed < part * tasks) await pause(20);
    await server.stop('SIGTERM');
    await server.start();
  }
  return 2;
}
