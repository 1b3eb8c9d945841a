/** A change of a text in one place: `inserted` stands there in place of `replaced`. */
export interface TextRegion {
  /** In the text after the change. */
  offset: number;
  inserted: string;
  replaced: string;
}

/** Where two texts differ, as one region. */
export function regionBetween(before: string, after: string): TextRegion {
  const most = Math.min(before.length, after.length);
  let head = 0;
  while (head < most && before[head] === after[head]) head += 1;
  let tail = 0;
  while (tail < most - head && before.at(-1 - tail) === after.at(-1 - tail)) tail += 1;
  return {
    offset: head,
    inserted: after.slice(head, after.length - tail),
    replaced: before.slice(head, before.length - tail),
  };
}

/** Turns the change back where it is found exactly once; `undefined` where it is not. */
export function turnedBack(text: string, { offset, inserted, replaced }: TextRegion): string | undefined {
  if (inserted === '') return undefined;
  const isThere = text.startsWith(inserted, offset);
  const at = isThere && isUnique(text, inserted) ? offset : onlyPlace(text, inserted);
  return at === undefined ? undefined : text.slice(0, at) + replaced + text.slice(at + inserted.length);
}

function isUnique(text: string, part: string): boolean {
  return text.indexOf(part) === text.lastIndexOf(part);
}

function onlyPlace(text: string, part: string): number | undefined {
  const at = text.indexOf(part);
  return at !== -1 && isUnique(text, part) ? at : undefined;
}
