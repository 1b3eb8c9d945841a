import { type Checker, type Evidence, seen, tally } from './evidence.js';

/**
 * LogComplete: every acknowledged entry is there exactly once, under the sequence its author was told,
 * without gaps, and those of one author in the order it wrote them (`body.number`).
 */
export const logComplete: Checker = (evidence) => {
  const bySequence = new Map(evidence.entries.map((entry) => [entry.sequence, entry.id]));
  const counts = tally(evidence.entries.map((entry) => entry.id));
  const wrong = seen(evidence, 'entry-acknowledged').flatMap(({ entryId, sequence }) => {
    if (counts.get(entryId) !== 1)
      return [`${entryId} was acknowledged and is there ${counts.get(entryId) ?? 0} times`];
    const there = bySequence.get(sequence);
    return there === entryId
      ? []
      : [`${entryId} was acknowledged as ${sequence}, where ${there ?? 'nothing'} is`];
  });
  return [...wrong, ...gaps(evidence), ...misordered(evidence)];
};

function gaps({ entries }: Evidence): string[] {
  return entries.flatMap((entry, index) => {
    return entry.sequence === index + 1
      ? []
      : [`place ${index + 1} of the log has the sequence ${entry.sequence}`];
  });
}

function misordered({ entries }: Evidence): string[] {
  const last = new Map<string, number>();
  return entries.flatMap(({ id, author = '', body }) => {
    const number = Number(body.number);
    const before = last.get(author) ?? 0;
    last.set(author, Math.max(number, before));
    return number > before ? [] : [`${id} is number ${number} of ${author}, after number ${before}`];
  });
}
