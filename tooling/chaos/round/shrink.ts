import type { Fault } from '../faults/fault.js';

/** Tries for a list of faults: what needs an unlucky moment may stay green once. */
const TRIES = 2;

/**
 * The shortest list of faults found that is still red: leaves one out after the other, as long as that stays red.
 * An unlucky round may need all of them.
 */
export async function shrinkFaults(
  faults: readonly Fault[],
  isRed: (faults: readonly Fault[]) => Promise<boolean>,
): Promise<readonly Fault[]> {
  let shortest = faults;
  for (const fault of faults) {
    const without = shortest.filter((one) => one !== fault);
    for (let tries = 0; tries < TRIES; tries += 1) {
      if (!(await isRed(without))) continue;
      shortest = without;
      break;
    }
  }
  return shortest;
}
