import { onTestFinished } from 'vitest';
import {
  CoordinatorAgent,
  type CoordinatorEvent,
  type CoordinatorOptions,
  WorkerAgent,
  type WorkerOptions,
} from '../../src/index.js';
import type { TeamStore } from './team-stores.js';

export interface TestCoordinator {
  coordinator: CoordinatorAgent;
  events: CoordinatorEvent[];
}

/** One that is stopped when the test ends. */
export function coordinatorOn({ storage, cwd }: TeamStore, options: CoordinatorOptions): TestCoordinator {
  const events: CoordinatorEvent[] = [];
  const coordinator = new CoordinatorAgent({
    storage,
    cwd,
    environment: {},
    onEvent: (event) => events.push(event),
    ...options,
  });
  onTestFinished(() => coordinator.stop());
  return { coordinator, events };
}

export function workerOn({ storage, cwd }: TeamStore, options: WorkerOptions): WorkerAgent {
  const worker = new WorkerAgent({ storage, cwd, environment: {}, ...options });
  onTestFinished(() => worker.stop());
  return worker;
}
