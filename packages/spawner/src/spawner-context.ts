import type { Clock, Storage } from '@agentcoord/core';
import { AgentRegistry } from '@agentcoord/registry';
import { createEndOfAgent, type EndOfAgent } from './record/end-of-agent.js';
import { WorkerEnds } from './record/worker-ends.js';
import { WorkerRecords } from './record/worker-records.js';

/** What every step of a worker's life is done with. */
export interface SpawnerContext {
  storage: Storage;
  records: WorkerRecords;
  registry: AgentRegistry;
  ends: WorkerEnds;
  endOfAgent: EndOfAgent;
  clock: Clock;
  /** Who spawns and stops, for the records. */
  by: string;
}

export function createContext({
  storage,
  clock,
  by,
}: Pick<SpawnerContext, 'storage' | 'clock' | 'by'>): SpawnerContext {
  const records = new WorkerRecords(storage);
  const registry = new AgentRegistry({ storage, clock });
  const endOfAgent = createEndOfAgent(storage, registry, by);
  const ends = new WorkerEnds({
    storage,
    records,
    endOfAgent,
    async hasLeft({ name, id }) {
      const agent = await registry.get(name);
      return agent?.spawnId === id && agent.state === 'left';
    },
  });
  return { storage, records, registry, ends, endOfAgent, clock, by };
}
