import type { Findings } from './finding.js';
import type { MarkList } from './mark-list.js';

export interface CompareMarks {
  /** By the numbers they were sealed with. */
  sealed: MarkList;
  /** By the numbers they have now. */
  found: MarkList;
  /** What is known of an entry that is there. */
  describe: (sequence: number) => { id?: string; author?: string };
  /** Numbers that lie elsewhere by right. */
  isElsewhere: (sequence: number) => boolean;
  findings: Findings;
}

export interface Shift {
  /** By how much the numbers at the end differ from those that were sealed. */
  shift: number;
  /** Entries were taken out or put in somewhere, with the rest renumbered. */
  wasShifted: boolean;
}

/** So many marks in a row that fit say that everything was shifted. */
const SURE = 3;

/** Says which entries differ from what was sealed, and how. */
export function compareMarks({ sealed, found, describe, isElsewhere, findings }: CompareMarks): Shift {
  // Made only where something differs: of a million entries they take a second.
  let places: Map<string, number[]> | undefined;
  let sealedPlaces: Map<string, number[]> | undefined;
  const reported = new Set<string>();
  /** What was sealed as n lies at n + shift, after entries were taken out or put in with the rest renumbered. */
  let shift = 0;
  let wasShifted = false;
  for (let number = 1; number <= sealed.last; number += 1) {
    if (!sealed.has(number) || sealed.isSame(number, found, number + shift)) continue;
    const at = number + shift;
    // Where the numbers stay, the place of what is gone is empty; renumbered, the next one lies there.
    const isInStep = fits(number + 1, at + 1);
    if (found.has(at) && !isInStep && !isFound(number) && fits(number + 1, at)) {
      report(
        'deleted',
        number,
        `what was sealed as entry ${number} is gone, and all after it were renumbered`,
      );
      shift -= 1;
      wasShifted = true;
    } else if (found.has(at) && !isInStep && fits(number, at + 1)) {
      report('inserted', at, 'nobody sealed it, and all after it were renumbered');
      shift += 1;
      wasShifted = true;
      number -= 1;
    } else if (sealed.isSameEntry(number, found, at))
      report('changed', at, 'its time is not what was sealed');
    else inPlace(number, at);
  }
  return { shift, wasShifted };

  function fits(number: number, at: number): boolean {
    for (let ahead = 0; ahead < SURE; ahead += 1) {
      if (!sealed.has(number + ahead)) return ahead > 0;
      if (!sealed.isSameEntry(number + ahead, found, at + ahead)) return false;
    }
    return true;
  }

  /** Whether what was sealed under this number lies anywhere. */
  function isFound(number: number): boolean {
    places ??= found.places();
    return places.has(sealed.entry(number) ?? '');
  }

  function inPlace(number: number, at: number): void {
    const isThere = isFound(number);
    places ??= found.places();
    sealedPlaces ??= sealed.places();
    if (!found.has(at)) {
      if (isElsewhere(number)) return;
      // Its content lies at another place, and is reported there.
      if (!isThere) report('deleted', number, `entry ${number} was sealed and is gone`);
      return;
    }
    const present = found.entry(at) ?? '';
    const from = sealedPlaces.get(present)?.[0];
    if (from === undefined) {
      const kind = isThere ? 'inserted' : 'changed';
      report(kind, at, isThere ? 'nobody sealed it' : 'it is not what was sealed there');
    } else if ((places.get(present)?.length ?? 0) > 1)
      report('duplicated', at, `it is a copy of what was sealed as entry ${from}`);
    else report('moved', at, `it was sealed as entry ${from}`);
  }

  function report(
    kind: 'changed' | 'deleted' | 'inserted' | 'moved' | 'duplicated',
    sequence: number,
    why: string,
  ): void {
    if (reported.has(`${kind} ${sequence}`)) return;
    reported.add(`${kind} ${sequence}`);
    const about = kind === 'deleted' ? {} : describe(sequence);
    const name = about.id === undefined ? '' : ` (${about.id})`;
    findings.add({ kind, sequence, ...about, message: `Entry ${sequence}${name} is not right: ${why}.` });
  }
}
