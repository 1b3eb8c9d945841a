/**
 * The first `url` of `[remote "origin"]` in the text of a git configuration file, read without starting
 * git (which would cost more than the rest of a command). Surprise: `include` and `insteadOf` are not followed.
 */
export function originUrlOf(configText: string): string | undefined {
  let inOrigin = false;
  for (const line of joinContinuations(configText)) {
    const section = SECTION.exec(line);
    if (section) inOrigin = section[1]?.toLowerCase() === 'remote' && section[2] === 'origin';
    const url = inOrigin ? urlOf(section ? (section[3] ?? '') : line) : undefined;
    if (url) return url;
  }
  return undefined;
}

const SECTION = /^\s*\[\s*([\w.-]+)\s*(?:"((?:[^"\\]|\\.)*)")?\s*\](.*)$/;
const URL_LINE = /^\s*url\s*=\s*(.*)$/i;

function urlOf(line: string): string | undefined {
  const [, value] = URL_LINE.exec(line) ?? [];
  return value === undefined ? undefined : unquote(value) || undefined;
}

/** Drops quotes and comments as git does: `#` and `;` begin a comment outside quotes only. */
function unquote(value: string): string {
  let text = '';
  let quoted = false;
  for (let index = 0; index < value.length; index += 1) {
    const character = value.charAt(index);
    if (character === '\\') {
      index += 1;
      text += value.charAt(index);
    } else if (character === '"') quoted = !quoted;
    else if (!quoted && (character === '#' || character === ';')) break;
    else text += character;
  }
  return text.trim();
}

function joinContinuations(text: string): string[] {
  return text.replace(/\\\r?\n/g, '').split(/\r?\n/);
}
