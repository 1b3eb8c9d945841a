import type { Clock, Storage } from '@agentcoord/core';
import type { AgentRegistry } from '@agentcoord/registry';
import type { WorkerRecords } from './record/worker-records.js';

/** What every step of a worker's life is done with. */
export interface SpawnerContext {
  storage: Storage;
  records: WorkerRecords;
  registry: AgentRegistry;
  clock: Clock;
  /** Who spawns and stops, for the records. */
  by: string;
}
