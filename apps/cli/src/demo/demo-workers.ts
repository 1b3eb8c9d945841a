import type { CoordinationClient } from '@agentcoord/client';
import { AgentCoordError } from '@agentcoord/core';
import { type SpawnedWorker, WorkerSpawner } from '@agentcoord/spawner';
import type { CommandCall } from '../command-context.js';
import { TRANSCRIPTS_VARIABLE } from '../worker/worker-options.js';

export interface DemoWorkers {
  workers: SpawnedWorker[];
  /** Throws when no worker is left to do what is still open. */
  checkAlive(): Promise<void>;
  stop(): Promise<void>;
}

/** Starts worker processes as `agentcoord spawn` does; the caller stops them, whatever happens. */
export async function startWorkers(
  call: CommandCall,
  client: CoordinationClient,
  options: { count: number; provider: 'replay' | 'anthropic'; transcripts: string },
): Promise<DemoWorkers> {
  const { configuration, storage } = client;
  const spawner = new WorkerSpawner({
    storage,
    logFolder: configuration.logFolder,
    cwd: configuration.cwd,
    environment: configuration.environment,
    spawnedBy: 'demo',
    program: call.io.program,
  });
  const stop = async (): Promise<void> => {
    await spawner.stopAll();
  };
  try {
    const starts = Array.from({ length: options.count }, (_, index) =>
      spawner.spawnWorker({
        name: `Demo-${index + 1}`,
        useLlm: true,
        provider: options.provider,
        environment: options.provider === 'replay' ? { [TRANSCRIPTS_VARIABLE]: options.transcripts } : {},
        signal: call.signal,
      }),
    );
    const workers = await Promise.all(starts);
    return { workers, stop, checkAlive: () => checkAlive(spawner) };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function checkAlive(spawner: WorkerSpawner): Promise<void> {
  const workers = await spawner.list();
  if (workers.some((worker) => worker.state === 'running' || worker.state === 'starting')) return;
  const logs = workers.map((worker) => worker.logFile).join(', ');
  throw new AgentCoordError(
    'spawn_failed',
    `All workers of the demo have ended before the tasks. Their logs say why: ${logs}`,
    {
      data: { logs },
    },
  );
}
