import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pause } from '../../../packages/core/src/index.js';
import { violations } from '../checkers/checkers.js';
import { unexpectedErrors } from '../checkers/errors.js';
import type { Evidence, FinalState, StoreState } from '../history/evidence.js';
import type { Plan } from '../plan/draw-plan.js';
import { system } from '../systems/systems.js';
import type { WorkerPool } from '../workers/worker-pool.js';
import { converge } from './converge.js';
import { countsOf } from './counts.js';
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

/** One round: workers work, faults happen, all is put right, and the checkers look at what was seen. */
export async function runRound(plan: Plan, pool: WorkerPool): Promise<RoundResult> {
  const scene = await Scene.open(plan, system(plan.system), pool);
  try {
    const { crew } = scene;
    await crew.begin();
    await pause(scene.system.settlesInMs);
    const epochBefore = await epochOf(scene);
    const skipped = await playFaults(plan.faults, scene);
    await crew.drain();
    const stores = await converge(scene);
    await crew.end();
    const file = join(scene.folder, 'final.json');
    await crew.look(file);
    const evidence = await gather(scene, file, { epochBefore, stores });
    const found = [
      ...crew.troubles.map((trouble) => `Recovery: ${trouble}`),
      ...unexpectedErrors(evidence.calls, {
        faults: plan.faults.map(({ kind }) => kind),
        lost: scene.losses.length > 0,
        misconfigured: (worker) => scene.misconfigured.has(Number(worker.split('-')[1])),
      }).map((error) => `Errors: ${error}`),
      ...violations(evidence),
    ];
    const kept = found.length > 0 ? keep(scene, evidence, found) : undefined;
    const counts = countsOf(plan, evidence, skipped);
    return { plan, violations: found, counts, skipped, ...(kept === undefined ? {} : { kept }) };
  } finally {
    await scene.close();
  }
}

async function gather(
  scene: Scene,
  file: string,
  { epochBefore, stores }: { epochBefore: number; stores: StoreState[] },
): Promise<Evidence> {
  const { system: under, cutOff, losses, crew } = scene;
  return {
    calls: crew.calls(),
    uses: crew.resource.uses,
    final: JSON.parse(readFileSync(file, 'utf8')) as FinalState,
    stores,
    losses: [...losses].sort((one, other) => one.from - other.from),
    lossReported: losses.length > 0 && (await epochOf(scene)) > epochBefore,
    cutOff,
    refusal: under.refusal,
  };
}

/** A server that may have forgotten something is adopted under a higher epoch: that is what people can see. */
async function epochOf(scene: Scene): Promise<number> {
  if (!scene.system.has.includes('redis')) return 0;
  const reply = await scene.askRedis(`HGET {ac:${scene.namespace}}:meta server`);
  return Number(reply.split('/')[1] ?? 0);
}

function keep(scene: Scene, evidence: Evidence, found: readonly string[]): string {
  const { seed, round } = scene.plan;
  const folder = join(tmpdir(), `agentcoord-chaos-${seed}-${round}`);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder);
  cpSync(scene.histories, join(folder, 'histories'), { recursive: true });
  const { calls: _inHistories, ...rest } = evidence;
  writeFileSync(
    join(folder, 'round.json'),
    JSON.stringify({ plan: scene.plan, violations: found, ...rest }, null, 1),
  );
  return folder;
}
