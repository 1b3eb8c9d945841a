import { setTimeout as pause } from 'node:timers/promises';
import type { Engine } from './engine.js';

const TRIES = 5;
const BETWEEN_MS = 200;

/**
 * Removes a container, and resolves when it is gone or the engine would not. Without `force` one that runs stays:
 * whoever believes that it has ended may be wrong.
 */
export async function removeContainer(
  engine: Engine,
  containerId: string,
  { force }: { force: boolean },
): Promise<void> {
  for (let tries = 1; ; tries += 1) {
    const { status } = await engine.call(
      'DELETE',
      `/containers/${containerId}?v=1${force ? '&force=1' : ''}`,
    );
    // 409 and 500 are also said of one that is being ended or removed at this moment.
    if (status < 409 || tries === TRIES) return;
    await pause(BETWEEN_MS);
  }
}
