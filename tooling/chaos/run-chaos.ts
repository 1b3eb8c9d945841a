import type { Fault } from './faults/fault.js';
import { describeFault, drawPlan } from './plan/draw-plan.js';
import { addCounts } from './round/counts.js';
import { type RoundResult, runRound } from './round/run-round.js';
import { shrinkFaults } from './round/shrink.js';
import { SYSTEMS } from './systems/systems.js';
import type { Sabotage } from './workers/sabotage.js';
import { WorkerPool } from './workers/worker-pool.js';

export interface ChaosOptions {
  seed: number;
  /** The first of the rounds. Default 1. */
  from?: number;
  /** The last of them. */
  rounds: number;
  /** Taken in turn. Default: all there are. */
  systems?: readonly string[];
  /** Only faults of these kinds. */
  faults?: readonly string[];
  /** Only this one of the rounds, as it was among all. */
  round?: number;
  sabotage?: Sabotage;
  /** Default: tell nobody. */
  say?: (line: string) => void;
  /** Ends once this is true of the violations so far, and does not look for the faults that each red round needs. */
  until?: (violations: readonly string[]) => boolean;
}

export interface ChaosReport {
  counts: Record<string, number>;
  /** Each with the seed and the round that it was found in. */
  violations: string[];
  /** Why some faults could not be tried here. */
  skipped: string[];
}

/** Rounds of work under faults, each judged by itself. */
export async function runChaos(options: ChaosOptions): Promise<ChaosReport> {
  const { seed, rounds, say = () => undefined } = options;
  const systems = options.systems ?? SYSTEMS.map(({ name }) => name);
  const pool = await WorkerPool.open(options.sabotage);
  const report: ChaosReport = { counts: {}, violations: [], skipped: [] };
  try {
    const numbers = options.round === undefined ? numbersTo(rounds, options.from) : [options.round];
    for (const round of numbers) {
      const plan = drawPlan({ seed, round, systems, faults: options.faults });
      // Red is what a sabotage wants: nobody will look at these.
      const result = await runRound(plan, pool, { keeps: options.sabotage === undefined });
      addCounts(report.counts, result.counts);
      report.skipped = [...new Set([...report.skipped, ...result.skipped])];
      say(oneLine(result));
      if (result.violations.length === 0) continue;
      report.violations.push(...result.violations.map((one) => `seed ${seed}, round ${round}: ${one}`));
      say(wholeStory(result));
      if (options.until?.(report.violations)) break;
      if (options.until) continue;
      const needed = await shrinkFaults(plan.faults, async (faults) => {
        const { violations } = await runRound({ ...plan, faults: [...faults] }, pool, { keeps: false });
        return violations.length > 0;
      });
      say(`  it is red with ${needed.length} of ${plan.faults.length} faults:\n${list(needed)}`);
    }
  } finally {
    await pool.close();
  }
  return report;
}

function numbersTo(last: number, first = 1): number[] {
  return Array.from({ length: last - first + 1 }, (_, index) => first + index);
}

function oneLine({ plan, violations, counts }: RoundResult): string {
  const kinds = plan.faults.map(({ kind, choice }) => (choice === undefined ? kind : `${kind} ${choice}`));
  const verdict = violations.length === 0 ? 'green' : 'RED';
  return `round ${plan.round} on ${plan.system}: ${verdict}, ${plan.workers} workers, ${counts.calls} calls, faults: ${kinds.join(', ')}`;
}

function wholeStory({ plan, violations, kept }: RoundResult): string {
  const shown = violations.slice(0, 12).map((one) => `  ${one.split('\n').slice(0, 4).join(' ')}`);
  const hidden = violations.length - shown.length;
  return [
    `  seed ${plan.seed}, round ${plan.round}, ${plan.appendOnly ? 'with' : 'without'} an append-only file:`,
    list(plan.faults),
    ...shown,
    ...(hidden > 0 ? [`  and ${hidden} more`] : []),
    `  histories: ${kept}`,
  ].join('\n');
}

function list(faults: readonly Fault[]): string {
  return faults.map((fault) => `    ${describeFault(fault)}`).join('\n');
}
