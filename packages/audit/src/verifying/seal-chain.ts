import { isSameSeal, type Seal, sealProblem } from '../sealing/seal.js';
import { newestOf } from '../sealing/seal-file.js';
import type { Findings } from './finding.js';

export interface SealSources {
  /** In the order of the store; what is no seal is a hole. */
  store: ReadonlyArray<Seal | undefined>;
  /** What this host had seen before, by number. */
  file: ReadonlyMap<number, Seal>;
}

/**
 * The seals to go by: those this host has seen before those of the store, since only the store can have
 * been replaced. Reports where they differ.
 */
export function trustedSeals({ store, file }: SealSources, findings: Findings): Seal[] {
  const count = Math.max(store.length, newestOf(file));
  const trusted: Seal[] = [];
  let different = 0;
  for (let number = 1; number <= count; number += 1) {
    const [stored, seen] = [store[number - 1], file.get(number)];
    if (seen !== undefined && !isSameSeal(stored, seen)) different += 1;
    const seal = seen ?? stored;
    const problem = seal === undefined ? 'it is missing' : sealProblem(seal, trusted.at(-1));
    if (seal !== undefined && problem === undefined) trusted.push(seal);
    else {
      report(findings, number, problem ?? 'it is missing');
      break;
    }
  }
  reportDifferences({ store, file }, different, findings);
  return trusted;
}

function reportDifferences({ store, file }: SealSources, different: number, findings: Findings): void {
  if (different === 0) return;
  if (different === file.size) {
    const message = `All ${file.size} seals this host has seen differ from those in the store: the whole log was replaced.`;
    findings.add({ kind: 'replaced', message });
    return;
  }
  for (const [number, seen] of file) {
    if (!isSameSeal(store[number - 1], seen))
      report(
        findings,
        number,
        store[number - 1] === undefined ? 'it is missing' : 'this host has seen another one',
      );
  }
}

function report(findings: Findings, number: number, why: string): void {
  findings.add({
    kind: 'seal-broken',
    seal: number,
    message: `Seal ${number} in the store is not right: ${why}.`,
  });
}
