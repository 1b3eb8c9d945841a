import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { currentRevision } from '../report/revision.js';
import { addCounts } from './round/counts.js';
import { runChaos } from './run-chaos.js';

export interface SeededRounds {
  seeds: readonly number[];
  /** With each of the seeds. */
  rounds: number;
  systems: readonly string[];
  say?: (line: string) => void;
}

interface Progress {
  seeds: readonly number[];
  /** With each of the seeds. */
  done: number[];
  counts: Record<string, number>;
  violations: string[];
}

interface Resumption {
  /** Where it is written down how far it came; left out: it is not. */
  file?: string | undefined;
  run: typeof runChaos;
}

/** Few enough that a run that is stopped loses a minute or two. */
const AT_ONCE = 20;
const FOLDER = 'node_modules/.cache/agentcoord/chaos';

/**
 * Rounds with several seeds, in turns. A run that was stopped is gone on with where it was, with the seeds it had: only for one
 * commit and a clean tree, as anything else could credit code that was never tried.
 */
export function resumedChaos(request: SeededRounds) {
  const { commit, dirty } = currentRevision();
  const name = `${commit}-${request.rounds}-${request.systems.join('-')}.json`;
  return resumed(request, { file: dirty ? undefined : join(FOLDER, name), run: runChaos });
}

export async function resumed(request: SeededRounds, { file, run }: Resumption) {
  const { seeds, rounds, systems, say = () => undefined } = request;
  const progress = readProgress(file) ?? { seeds, done: seeds.map(() => 0), counts: {}, violations: [] };
  for (let done = Math.min(...progress.done); done < rounds; done = Math.min(...progress.done)) {
    const turn = progress.done.indexOf(done);
    const seed = progress.seeds[turn] ?? 0;
    const to = Math.min(rounds, done + AT_ONCE);
    say(`seed ${seed}, rounds ${done + 1} to ${to} of ${rounds}`);
    const { counts, violations } = await run({ seed, from: done + 1, rounds: to, systems, say });
    addCounts(progress.counts, counts);
    progress.violations.push(...violations);
    progress.done[turn] = to;
    writeProgress(file, progress);
  }
  // Done is done: another run of this commit begins anew, with seeds of its own.
  writeProgress(file, undefined);
  return { seeds: progress.seeds, counts: progress.counts, violations: progress.violations };
}

function readProgress(file: string | undefined): Progress | undefined {
  if (file === undefined) return undefined;
  try {
    return (JSON.parse(readFileSync(file, 'utf8')) as Progress | null) ?? undefined;
  } catch {
    return undefined;
  }
}

function writeProgress(file: string | undefined, progress: Progress | undefined): void {
  if (file === undefined) return;
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, JSON.stringify(progress ?? null));
}
