import type { Storage } from '@agentcoord/core';
import type { BudgetCaps } from '@agentcoord/llm-worker';
import type { AgentRegistry } from '@agentcoord/registry';
import type { WorkerSpawner } from '@agentcoord/spawner';
import type { Snapshot } from '../deciding/snapshot.js';
import type { ScalerState } from '../leading/scaler-state.js';
import type { ScalingRules } from '../rules/scaling-options.js';
import { countCrashes, crashedSince } from './count-crashes.js';
import { type OwnWorker, readOwnWorkers } from './own-workers.js';
import { measureLoad } from './pool-load.js';
import { staffOf } from './pool-staff.js';
import { measurePressure } from './pressure.js';

export interface Surroundings {
  storage: Storage;
  registry: AgentRegistry;
  spawner: WorkerSpawner;
  budgets: BudgetCaps;
}

export interface Measured {
  snapshot: Snapshot;
  /** In the order of the pools. */
  members: OwnWorker[][];
  homeless: OwnWorker[];
  /** Ended badly since the last round. */
  crashed: OwnWorker[];
}

/** Tasks that are due this soon are work already: a worker takes a moment to start. */
const SOON_MS = 5_000;

/** Everything a decision depends on, read from the store. */
export async function measure(
  rules: ScalingRules,
  { storage, registry, spawner, budgets }: Surroundings,
  state: ScalerState | undefined,
): Promise<Measured> {
  const workers = await readOwnWorkers(rules.name, { spawner, registry });
  const now = await storage.now();
  const { pools, homeless } = staffOf(workers, rules.pools);
  const [loads, pressure] = await Promise.all([
    measureLoad({ storage, pools: rules.pools, workers, soonMs: SOON_MS, now }),
    measurePressure(storage, rules.worker.useLlm ? budgets : {}),
  ]);
  const measured = pools.map(({ pool, staff, members }, index) => {
    const memory = state?.pools[pool.name];
    return {
      pool,
      staff,
      load: loads[index] ?? { waiting: 0, claimed: 0, atLeast: false },
      needs: memory?.needs ?? [],
      crashes: countCrashes(members, memory?.crashes ?? { count: 0, lastAt: now }, now),
      ...(memory?.ceiling && rules.worker.useLlm ? { ceiling: memory.ceiling } : {}),
    };
  });
  return {
    snapshot: {
      at: now,
      pools: measured,
      pressure: rules.worker.useLlm ? pressure : {},
      homeless: homeless.length,
    },
    members: pools.map(({ members }) => members),
    homeless,
    crashed: pools.flatMap(({ pool, members }) =>
      crashedSince(members, state?.pools[pool.name]?.crashes.lastAt ?? now),
    ),
  };
}
