import type { Finding } from './finding.js';

/** A number of a chain that is not there, and between which places of the store it should be. */
export interface Gap {
  chain: string;
  author: string;
  number: number;
  after: number;
  before: number;
}

/**
 * The missing numbers that nothing found at a place of the store tells of. A changed entry names its own number; a
 * hole in the store names none, so holes explain all that is left of the gaps around them, or none of it: then
 * more is missing than there are holes, and which is which cannot be told.
 */
export function unexplained<T extends Gap>(gaps: readonly T[], findings: readonly Finding[]): T[] {
  const placed = findings.filter(({ sequence }) => sequence !== undefined);
  const named = new Set(placed.map(({ chain, chainSequence }) => `${chainSequence} ${chain}`));
  const left = gaps.filter(({ chain, number }) => !named.has(`${number} ${chain}`));
  const holes = placed.filter(({ chain }) => chain === undefined).map(({ sequence = 0 }) => sequence);
  holes.sort((a, b) => a - b);
  // The narrowest first: a gap at the end of a chain may lie in any hole behind it.
  for (const { after, before } of [...left].sort((a, b) => a.before - b.before || a.after - b.after)) {
    const index = holes.findIndex((hole) => hole > after && hole < before);
    if (index === -1) return left;
    holes.splice(index, 1);
  }
  return [];
}
