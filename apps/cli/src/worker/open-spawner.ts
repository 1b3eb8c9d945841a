import type { WorkerSpawner } from '@agentcoord/spawner';
import type { CommandCall } from '../command-context.js';

/** A spawner over this command's store, whose workers arrive at the same store. */
export async function openSpawner(call: CommandCall): Promise<WorkerSpawner> {
  const [client, { WorkerSpawner }] = await Promise.all([call.connect(), import('@agentcoord/spawner')]);
  const { storage, configuration } = client;
  return new WorkerSpawner({
    storage,
    logFolder: configuration.logFolder,
    cwd: configuration.cwd,
    environment: configuration.environment,
    spawnedBy: call.actor,
    program: call.io.program,
  });
}
