import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Revision } from '../report/revision.js';
import type { Outcome } from './outcome.js';

const folder = 'node_modules/.cache/agentcoord/proofs';

/**
 * Remembers proofs that held, so that a run of hours goes on where it stopped. Only for one commit,
 * one scale, and a clean tree: anything else could credit code that was never proven.
 */
export class FinishedProofs {
  readonly #file: string | undefined;
  readonly #outcomes = new Map<string, Outcome>();

  constructor(revision: Revision, scale: number, fresh: boolean) {
    if (revision.dirty) return;
    this.#file = join(folder, `${revision.commit}-${scale}.json`);
    if (fresh) return;
    for (const outcome of readOutcomes(this.#file)) this.#outcomes.set(outcome.name, outcome);
  }

  get(name: string): Outcome | undefined {
    return this.#outcomes.get(name);
  }

  add(outcome: Outcome): void {
    if (this.#file === undefined) return;
    this.#outcomes.set(outcome.name, outcome);
    mkdirSync(folder, { recursive: true });
    writeFileSync(this.#file, JSON.stringify([...this.#outcomes.values()], null, 2));
  }
}

function readOutcomes(file: string): Outcome[] {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return [];
  }
}
