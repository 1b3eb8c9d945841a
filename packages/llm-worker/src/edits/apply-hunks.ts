import type { Hunk } from './patch-hunks.js';

const BYTE_ORDER_MARK = '\uFEFF';

/**
 * The text with all hunks applied, or an error and nothing. Each hunk must match its lines exactly, and at one place
 * only: where they match at several, the line of its header decides, and without one the hunk is refused. Taking the
 * nearest place, as `patch` does, would put a change where nobody wanted it.
 * @throws a sentence of what is wrong, as an `Error`.
 */
export function applyHunks(text: string, hunks: readonly Hunk[]): string {
  const mark = text.startsWith(BYTE_ORDER_MARK) ? BYTE_ORDER_MARK : '';
  const end = text.includes('\r\n') && !/(^|[^\r])\n/.test(text) ? '\r\n' : '\n';
  const lines = text.slice(mark.length).split(end);
  const result: string[] = [];
  let done = 0;
  let shift = 0;
  for (const [index, hunk] of hunks.entries()) {
    const at = placeOf(hunk, lines, { from: done, shift, number: index + 1 });
    if (hunk.line !== undefined) shift = at + 1 - hunk.line;
    result.push(...lines.slice(done, at), ...hunk.after);
    done = at + hunk.before.length;
  }
  const changed = mark + [...result, ...lines.slice(done)].join(end);
  if (changed === text) throw new Error('the patch changes nothing');
  return changed;
}

interface Search {
  /** Hunks come in the order of the file. */
  from: number;
  /** How far the hunk before lay from where it said. */
  shift: number;
  number: number;
}

function placeOf(hunk: Hunk, lines: readonly string[], { from, shift, number }: Search): number {
  const [first] = hunk.before;
  if (first === undefined)
    throw new Error(`hunk ${number} has no line that is in the file; add lines of context`);
  const places: number[] = [];
  for (let at = lines.indexOf(first, from); at >= 0; at = lines.indexOf(first, at + 1))
    if (hunk.before.every((line, offset) => lines[at + offset] === line)) places.push(at);
  const [only] = places;
  if (only === undefined)
    throw new Error(`the lines of hunk ${number} are not in it; read the file again and copy them exactly`);
  if (places.length === 1) return only;
  const named = places.find(
    (at) => hunk.line !== undefined && [hunk.line, hunk.line + shift].includes(at + 1),
  );
  if (named !== undefined) return named;
  throw new Error(`the lines of hunk ${number} are in it ${places.length} times; add lines of context`);
}
