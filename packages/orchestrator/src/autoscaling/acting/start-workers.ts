import { AgentCoordError, toAgentCoordError } from '@agentcoord/core';
import type { WorkerSpawner } from '@agentcoord/spawner';
import type { PoolDecision } from '../deciding/decide-pool.js';
import type { Lead } from '../leading/leadership.js';
import { type OwnWorker, workerName } from '../measuring/own-workers.js';
import type { ScalingRules } from '../rules/scaling-options.js';

export interface StartRequest {
  rules: ScalingRules;
  decisions: readonly PoolDecision[];
  /** Everybody, for the names that are free. */
  workers: readonly OwnWorker[];
  spawner: WorkerSpawner;
  lead: Pick<Lead, 'guard'>;
}

export interface Started {
  names: string[];
  failures: AgentCoordError[];
}

/**
 * Starts what was decided, all at once. Each worker has one of `maxWorkers` names, and a name has one living worker: so
 * even a leader that was stopped between its last look and this, and goes on when another leads, cannot exceed the maximum.
 */
export async function startWorkers(request: StartRequest): Promise<Started> {
  const { rules, decisions, workers } = request;
  const taken = new Set(workers.filter(({ standing }) => standing !== 'ended').map(({ slot }) => slot));
  const free = Array.from({ length: rules.maxWorkers }, (_, index) => index + 1).filter(
    (slot) => !taken.has(slot),
  );
  const starts = decisions.flatMap((decision, index) => {
    const pool = rules.pools[index];
    return pool ? free.splice(0, decision.start).map((slot) => ({ pool, slot })) : [];
  });
  // What is free after that stands in for names that somebody else's workers have.
  const results = await Promise.all(
    starts.map(({ pool, slot }) => startOne(request, pool, { slot, spare: free })),
  );
  return {
    names: results.flatMap(({ name }) => name ?? []),
    failures: results.flatMap(({ failure }) => failure ?? []),
  };
}

async function startOne(
  { rules, spawner, lead }: StartRequest,
  { tags, capabilities }: ScalingRules['pools'][number],
  { slot, spare }: { slot: number; spare: number[] },
): Promise<{ name?: string; failure?: AgentCoordError }> {
  for (let next: number | undefined = slot; ; ) {
    const name = workerName(rules.name, next);
    try {
      await lead.guard();
      await spawner.spawnWorker({
        ...rules.worker,
        name,
        tags: [...tags],
        capabilities: [...capabilities],
        parent: rules.name,
        // Who waits for it gives up on it, and would end a worker that has begun to work meanwhile. The next rounds see what became of it.
        waitUntilReady: false,
        ...(rules.spawnMode === undefined ? {} : { mode: rules.spawnMode }),
      });
      return { name };
    } catch (error) {
      // Somebody has that name: whoever leads now, or a person for a worker of their own.
      next = AgentCoordError.is(error, 'conflict') ? spare.shift() : undefined;
      if (next === undefined) return { failure: toAgentCoordError(error) };
    }
  }
}
