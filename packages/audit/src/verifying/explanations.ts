import type { Finding } from './finding.js';

/** Which missing numbers of chains are told already, by what was found at places of the store. Each finding explains one. */
export class Explanations {
  private readonly open: Set<Finding>;

  constructor(findings: readonly Finding[]) {
    this.open = new Set(findings.filter(({ sequence }) => sequence !== undefined));
  }

  /** Whether something found between two places is the entry that is missing in a chain. */
  take(gap: { chain: string; number: number; after: number; before: number }): boolean {
    for (const finding of this.open) {
      const { sequence = 0, chain, chainSequence } = finding;
      const isHere = sequence > gap.after && sequence < gap.before;
      const isIt = chain === undefined ? isHere : chain === gap.chain && chainSequence === gap.number;
      if (!isIt) continue;
      this.open.delete(finding);
      return true;
    }
    return false;
  }
}
