import { AgentCoordError } from '@agentcoord/core';

const MAX_LENGTH = 200;
const MAX_ALTERNATIVES = 64;

/**
 * A test for paths such as `src/a.ts`: `*` and `?` within a name, `**` over folders, `{a,b}` for
 * alternatives. A pattern without `/` is compared with the last name only, as people mean `*.ts`.
 * Not by regular expression: a pattern of a model must not be able to make the test slow.
 * @throws `invalid_argument` when it is too long or has too many alternatives.
 */
export function globPattern(glob: string): (path: string) => boolean {
  if (glob.length > MAX_LENGTH) throw refusedGlob(glob, `it is longer than ${MAX_LENGTH} characters`);
  const patterns = alternatives(glob).map((pattern) => pattern.split('/').filter(Boolean));
  const lastNameOnly = !glob.includes('/');
  return (path) => {
    const names = path.split('/');
    const compared = lastNameOnly ? names.slice(-1) : names;
    return patterns.some((pattern) => matches(pattern, compared, (name) => name === '**', matchesName));
  };
}

function alternatives(glob: string): string[] {
  const done: string[] = [];
  const open = [glob];
  for (let pattern = open.pop(); pattern !== undefined; pattern = open.pop()) {
    const innermost = /\{([^{}]*)\}/.exec(pattern);
    if (innermost) {
      const [group, inside = ''] = innermost;
      const before = pattern.slice(0, innermost.index);
      const after = pattern.slice(innermost.index + group.length);
      open.push(...inside.split(',').map((choice) => before + choice + after));
    } else done.push(pattern);
    if (done.length + open.length > MAX_ALTERNATIVES)
      throw refusedGlob(glob, `it means more than ${MAX_ALTERNATIVES} patterns`);
  }
  return done;
}

function matchesName(pattern: string, name: string): boolean {
  return matches(
    [...pattern],
    [...name],
    (part) => part === '*',
    (part, character) => part === '?' || part === character,
  );
}

/**
 * Wildcards by going back to the last star only, which is enough: length of the pattern times length
 * of the text at worst.
 */
function matches(
  pattern: readonly string[],
  text: readonly string[],
  isStar: (part: string) => boolean,
  isOne: (part: string, item: string) => boolean,
): boolean {
  let at = 0;
  let star = -1;
  let resumeAt = 0;
  for (let index = 0; index < text.length; ) {
    const part = pattern[at];
    if (part !== undefined && isStar(part)) {
      star = at;
      resumeAt = index;
      at += 1;
    } else if (part !== undefined && isOne(part, text[index] ?? '')) {
      at += 1;
      index += 1;
    } else if (star >= 0) {
      resumeAt += 1;
      at = star + 1;
      index = resumeAt;
    } else return false;
  }
  return pattern.slice(at).every(isStar);
}

function refusedGlob(glob: string, problem: string): AgentCoordError {
  return new AgentCoordError(
    'invalid_argument',
    `The pattern "${glob.slice(0, MAX_LENGTH)}" is refused: ${problem}.`,
    {
      data: { field: 'glob', problem },
    },
  );
}
