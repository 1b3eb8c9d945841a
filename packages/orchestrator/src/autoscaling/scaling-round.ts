import type { AgentCoordError } from '@agentcoord/core';
import { chooseLeavers } from './acting/choose-leavers.js';
import type { Retire } from './acting/retire-worker.js';
import { startWorkers } from './acting/start-workers.js';
import { decide } from './deciding/decide.js';
import type { PoolDecision } from './deciding/decide-pool.js';
import { explainDecision } from './deciding/explain.js';
import type { Load, Pressure, Staff } from './deciding/snapshot.js';
import { type Lead, leadLost } from './leading/leadership.js';
import { readState, type ScalerState, type StoredState, writeState } from './leading/scaler-state.js';
import { type Measured, measure, type Surroundings } from './measuring/measure.js';
import type { ScalingRules } from './rules/scaling-options.js';

/** One pool in one round: what was seen, what was decided, and why. */
export interface ScalingStep extends Omit<PoolDecision, 'needs' | 'ceiling'> {
  load: Load;
  staff: Staff;
  /** The reasons as a sentence. */
  explanation: string;
}

export interface ScalingRound {
  /** Storage clock. */
  at: number;
  /** `leader` acted; `standby` left it to another; `dry-run` only looked. */
  role: 'leader' | 'standby' | 'dry-run';
  /** Who leads, where it is another. */
  leader?: string;
  /** Of the lead this was done under; grows with each leader. */
  fence?: number;
  pools: ScalingStep[];
  pressure: Pressure;
  /** Names of the workers. */
  started: string[];
  /** Asked to leave once they have no task. */
  retired: string[];
  /** Of workers that could not be started. */
  failures: AgentCoordError[];
  /** Workers that ended badly since the round before, and where they wrote why. */
  crashed: Array<{ name: string; logFile: string; code?: number; signal?: string }>;
}

export interface RoundParts extends Surroundings {
  rules: ScalingRules;
  /** Who acts. */
  holder: string;
  retire: Retire;
}

/** Looks and decides; changes nothing. */
export async function lookOnly(parts: RoundParts): Promise<ScalingRound> {
  const { state } = await readState(parts.storage.records, parts.rules.name);
  const measured = await measure(parts.rules, parts, state);
  return roundOf(measured, decide(measured.snapshot, parts.rules), { role: 'dry-run' });
}

/**
 * Looks, decides, writes down what the next round must know, acts. In this order a leader that others have replaced fails
 * at the writing, before it acts; and what one that dies has not done any more, the next one decides again.
 */
export async function leadRound(parts: RoundParts, lead: Lead): Promise<ScalingRound> {
  const { rules, storage, spawner, registry } = parts;
  // What others left behind: workers of a leader that was killed, and tasks of workers that were.
  await spawner.adopt();
  await registry.reap({ by: rules.name });
  const over = await readState(storage.records, rules.name);
  const measured = await measure(rules, parts, over.state);
  const decisions = decide(measured.snapshot, rules);
  const round = roundOf(measured, decisions, { role: 'leader', fence: lead.fence });
  await remember(parts, { lead, over, measured, decisions, round });
  const workers = [...measured.members.flat(), ...measured.homeless];
  await lead.guard();
  round.retired.push(...(await retireAll(parts, measured, decisions)));
  const { names, failures } = await startWorkers({ rules, decisions, workers, spawner, lead });
  round.started.push(...names);
  round.failures.push(...failures);
  return round;
}

interface Remembered {
  lead: Lead;
  over: StoredState;
  measured: Measured;
  decisions: readonly PoolDecision[];
  round: ScalingRound;
}

async function remember(
  { rules, storage, holder }: RoundParts,
  { lead, over, measured, decisions, round }: Remembered,
): Promise<void> {
  const pools = decisions.map(({ pool, needs, ceiling }, index) => {
    const crashes = measured.snapshot.pools[index]?.crashes ?? { count: 0, lastAt: 0 };
    return [pool, { needs, crashes, ...(ceiling && { ceiling }) }] as const;
  });
  const state: ScalerState = {
    fence: lead.fence,
    leader: holder,
    at: measured.snapshot.at,
    pools: Object.fromEntries(pools),
    explanation: round.pools.map(({ explanation }) => explanation),
  };
  const version = await writeState(storage.records, rules.name, { state, over });
  if (version === undefined) throw leadLost(rules.name);
}

async function retireAll(
  { rules, retire, spawner }: RoundParts,
  { members, homeless }: Measured,
  decisions: readonly PoolDecision[],
): Promise<string[]> {
  const leaving = decisions.flatMap((decision, index) =>
    chooseLeavers(members[index] ?? [], decision).map((own) => ({
      own,
      reason: `${decision.present} workers of the pool ${decision.pool} are more than the ${decision.target} that are needed`,
    })),
  );
  const strays = homeless
    .filter(({ standing }) => standing === 'idle' || standing === 'working')
    .map((own) => ({ own, reason: 'there is no pool of its kind any more' }));
  const asked = await Promise.all(
    [...leaving, ...strays].map(async ({ own, reason }) =>
      (await retire(own, { by: rules.name, reason })) ? [own.worker.name] : [],
    ),
  );
  // Its process runs and nobody has ever joined: nothing can be lost.
  const stuck = [...members.flat(), ...homeless].filter(
    ({ standing, agent }) => standing === 'lost' && agent?.cause === 'never-started',
  );
  await Promise.all(stuck.map(({ worker }) => spawner.stop(worker.id, { grace: '1s' })));
  return asked.flat();
}

function roundOf(
  { snapshot, crashed }: Measured,
  decisions: readonly PoolDecision[],
  { role, fence }: Pick<ScalingRound, 'role' | 'fence'>,
): ScalingRound {
  const pools = decisions.map(({ needs: _needs, ceiling: _ceiling, ...decision }, index): ScalingStep => {
    const { load = { waiting: 0, claimed: 0, atLeast: false }, staff } = snapshot.pools[index] ?? {};
    return {
      ...decision,
      load,
      staff: staff ?? { starting: 0, idle: 0, working: 0, leaving: 0 },
      explanation: explainDecision({ ...decision, needs: [] }, snapshot.at),
    };
  });
  return {
    at: snapshot.at,
    role,
    ...(fence === undefined ? {} : { fence }),
    pools,
    pressure: snapshot.pressure,
    started: [],
    retired: [],
    failures: [],
    crashed: crashed.map(({ worker: { name, logFile, exit } }) => ({
      name,
      logFile,
      ...(exit?.code === undefined ? {} : { code: exit.code }),
      ...(exit?.signal === undefined ? {} : { signal: exit.signal }),
    })),
  };
}
