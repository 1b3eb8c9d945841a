/**
 * The path of the first field that an object of this JSON text gives twice (`payload.files`), if any.
 * `JSON.parse` keeps the last one in silence: half of what was meant would be lost.
 *
 * @param text valid JSON: it was parsed before.
 */
export function fieldGivenTwice(text: string): string | undefined {
  const open: Array<{ fields?: Set<string>; at: string }> = [];
  const tokens = /"[^"\\]*(?:\\.[^"\\]*)*"(\s*:)?|[{}[\]]/g;
  for (let token = tokens.exec(text); token !== null; token = tokens.exec(text)) {
    const [found, colon] = token;
    const inside = open.at(-1);
    if (found === '{' || found === '[') {
      open.push(found === '{' ? { fields: new Set(), at: '' } : { at: '' });
    } else if (found === '}' || found === ']') {
      open.pop();
    } else if (colon !== undefined && inside?.fields) {
      inside.at = String(JSON.parse(found.slice(0, found.length - colon.length)));
      if (inside.fields.has(inside.at)) return path(open);
      inside.fields.add(inside.at);
    }
  }
  return undefined;
}

function path(open: ReadonlyArray<{ at: string }>): string {
  return open
    .map(({ at }) => at)
    .filter((at) => at !== '')
    .join('.');
}
