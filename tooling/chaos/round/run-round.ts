import { pause } from '../../../packages/core/src/index.js';
import { violations } from '../checkers/checkers.js';
import { unexpectedErrors } from '../checkers/errors.js';
import type { Evidence } from '../history/evidence.js';
import type { Plan } from '../plan/draw-plan.js';
import { system } from '../systems/systems.js';
import type { WorkerPool } from '../workers/worker-pool.js';
import { comeHome, converge, meet } from './converge.js';
import { countsOf } from './counts.js';
import { epochOf, gather } from './gather.js';
import { keepHistories } from './keep.js';
import { Scene } from './scene.js';
import { playFaults } from './timeline.js';

export interface RoundResult {
  plan: Plan;
  violations: string[];
  counts: Record<string, number>;
  /** Faults that this machine does not allow, and why. */
  skipped: string[];
  /** Of a red round: where its histories are. */
  kept?: string;
}

/**
 * One round: workers work, faults happen, all is put right, and the checkers look at what was seen. What a red one wrote
 * is kept, unless `keeps` says otherwise.
 */
export async function runRound(
  plan: Plan,
  pool: WorkerPool,
  { keeps = true }: { keeps?: boolean } = {},
): Promise<RoundResult> {
  const scene = await Scene.open(plan, system(plan.system), pool);
  try {
    const { crew } = scene;
    await crew.beginFirst();
    await meet(scene);
    await crew.beginOthers();
    // Where no other host has come, all is settled as soon as the first has met what it shares.
    if (!plan.solo) await pause(scene.system.settlesInMs);
    const epochBefore = await epochOf(scene);
    const skipped = await playFaults(plan.faults, scene);
    await comeHome(scene);
    await crew.drain();
    const stores = await converge(scene);
    await crew.end();
    const { evidence, looked } = await gather(scene, { epochBefore, stores });
    const found = [...troubles(scene, evidence), ...(looked ? violations(evidence) : [])];
    const kept = keeps && found.length > 0 ? { kept: keepHistories(scene, evidence, found) } : {};
    return {
      plan,
      violations: found,
      counts: { ...countsOf(plan, evidence, skipped), 'workers that died': crew.deaths },
      skipped,
      ...kept,
    };
  } finally {
    await scene.close();
  }
}

function troubles({ crew, plan, losses, misconfigured }: Scene, { calls }: Evidence): string[] {
  const errors = unexpectedErrors(calls, {
    faults: plan.faults.map(({ kind }) => kind),
    lost: losses.length > 0,
    misconfigured: (worker) => misconfigured.has(Number(worker.split('-')[1])),
  });
  return [
    ...crew.troubles.map((trouble) => `Recovery: ${trouble}`),
    ...errors.map((error) => `Errors: ${error}`),
  ];
}
