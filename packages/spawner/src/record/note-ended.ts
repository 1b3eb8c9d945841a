import type { SpawnerContext } from '../spawner-context.js';
import { endOfAgent } from './end-of-agent.js';
import type { SpawnedWorker } from './spawned-worker.js';

/** Writes down that a worker's process is gone, and how as far as it was seen; then frees what its agent held. */
export async function noteEnded(
  context: SpawnerContext,
  worker: SpawnedWorker,
  exit: SpawnedWorker['exit'],
): Promise<SpawnedWorker> {
  const exitedAt = await context.storage.now();
  const noted = await context.records.change(worker, (now) => ({
    state: now.handle === undefined ? 'failed' : 'exited',
    exitedAt: now.exitedAt ?? exitedAt,
    // Several may note it: who saw the exit code, and who knows the reason.
    exit: { ...exit, ...now.exit },
  }));
  await endOfAgent(context, noted);
  return noted;
}
