import { onTestFinished, vi } from 'vitest';
import { openScaling, type Scaling } from './open-scaling.js';
import { temporaryFolder } from './temporary.js';

// Starting processes takes its time on a busy machine; nothing is concluded from how long.
vi.setConfig({ testTimeout: 180_000, hookTimeout: 180_000 });

/** A store with a queue, and real workers for it; whoever is left is stopped when the test ends. */
export async function setUpScaling(): Promise<Scaling> {
  const scaling = await openScaling(temporaryFolder());
  onTestFinished(() => scaling.close());
  return scaling;
}
