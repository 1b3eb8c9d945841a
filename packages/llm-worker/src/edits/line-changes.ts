export interface LineChanges {
  linesAdded: number;
  linesRemoved: number;
}

const MAX_DIFFERENCES = 1000;

/**
 * How many lines a change added and removed, as `git diff --numstat` counts them: by the shortest
 * edit script (Myers, "An O(ND) Difference Algorithm", 1986). Beyond 1,000 differences lines are
 * compared without their order, which can only count fewer.
 */
export function lineChanges(before: string, after: string): LineChanges {
  const [old, fresh] = trimCommon(splitLines(before), splitLines(after));
  if (old.length === 0 || fresh.length === 0) return { linesAdded: fresh.length, linesRemoved: old.length };
  const common = commonLines(old, fresh) ?? commonUnordered(old, fresh);
  return { linesAdded: fresh.length - common, linesRemoved: old.length - common };
}

/** Each with its line end, so that a missing last newline is a difference. */
function splitLines(text: string): string[] {
  return text.match(/[^\n]*\n|[^\n]+$/g) ?? [];
}

function trimCommon(old: string[], fresh: string[]): [string[], string[]] {
  let start = 0;
  while (start < old.length && start < fresh.length && old[start] === fresh[start]) start += 1;
  let end = 0;
  const most = Math.min(old.length, fresh.length) - start;
  while (end < most && old[old.length - 1 - end] === fresh[fresh.length - 1 - end]) end += 1;
  return [old.slice(start, old.length - end), fresh.slice(start, fresh.length - end)];
}

/** Length of the longest common subsequence, or undefined where it is too far away. */
function commonLines(old: readonly string[], fresh: readonly string[]): number | undefined {
  const most = Math.min(old.length + fresh.length, MAX_DIFFERENCES);
  // The furthest place in `old` reached on each diagonal.
  const reached = new Int32Array(2 * most + 3);
  const middle = most + 1;
  for (let differences = 0; differences <= most; differences += 1) {
    for (let diagonal = -differences; diagonal <= differences; diagonal += 2) {
      const left = reached[middle + diagonal - 1] ?? 0;
      const above = reached[middle + diagonal + 1] ?? 0;
      const down = diagonal === -differences || (diagonal !== differences && left < above);
      let x = down ? above : left + 1;
      while (x < old.length && x - diagonal < fresh.length && old[x] === fresh[x - diagonal]) x += 1;
      reached[middle + diagonal] = x;
      if (x >= old.length && x - diagonal >= fresh.length)
        return (old.length + fresh.length - differences) / 2;
    }
  }
  return undefined;
}

function commonUnordered(old: readonly string[], fresh: readonly string[]): number {
  const left = new Map<string, number>();
  for (const line of old) left.set(line, (left.get(line) ?? 0) + 1);
  let common = 0;
  for (const line of fresh) {
    const count = left.get(line) ?? 0;
    if (count === 0) continue;
    left.set(line, count - 1);
    common += 1;
  }
  return common;
}
