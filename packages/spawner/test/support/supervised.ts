import { onTestFinished } from 'vitest';
import type { SuperviseOptions, SupervisionEvent, WorkerSpawner } from '../../src/index.js';

/** Supervises until the test ends. */
export function supervised(
  spawner: WorkerSpawner,
  options: SuperviseOptions = {},
): { events: SupervisionEvent[]; end(): Promise<void> } {
  const ending = new AbortController();
  const events: SupervisionEvent[] = [];
  const supervision = spawner
    .supervise({
      signal: ending.signal,
      interval: 50,
      ...options,
      onEvent: (event) => events.push(event),
    })
    .catch(() => undefined);
  const end = async (): Promise<void> => {
    ending.abort();
    await supervision;
  };
  onTestFinished(end);
  return { events, end };
}

export const typesOf = (events: readonly SupervisionEvent[]): string[] => events.map(({ type }) => type);
