/** What contenders note in one file, in the order it happened: appends of one line are atomic. */
export interface Visit {
  what: 'enter' | 'exit';
  who: string;
  fence: number;
}

export function parseHistory(text: string): Visit[] {
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Visit);
}

/** OneHolder and FenceMono: what is wrong with a history; nothing, if all is well. Who was killed never exits. */
export function wrongIn(history: readonly Visit[], killed: ReadonlySet<string>): string[] {
  const wrong: string[] = [];
  let inside: Visit | undefined;
  let highest = 0;
  for (const visit of history) {
    if (visit.what === 'exit') {
      if (inside?.who !== visit.who) wrong.push(`${visit.who} left a place it was not alone in`);
      inside = undefined;
      continue;
    }
    if (inside !== undefined && !killed.has(inside.who))
      wrong.push(`${visit.who} entered while ${inside.who} was inside`);
    if (visit.fence <= highest) wrong.push(`fence ${visit.fence} of ${visit.who} came after ${highest}`);
    highest = Math.max(highest, visit.fence);
    inside = visit;
  }
  return wrong;
}
