import { AgentCoordError, printable } from '@agentcoord/core';

const MAX_PATH_BYTES = 4096;
const MAX_NAME_BYTES = 255;

/**
 * The names of a workspace-relative path, judged by its text alone. Whatever could mean something
 * outside (absolute, `..`, `~`, drives, URLs, backslashes) is refused and not interpreted, so that
 * nothing depends on how somebody else reads it.
 * @throws `invalid_argument` that says what to send instead.
 */
export function pathSegments(path: string): string[] {
  const problem = problemOf(path);
  if (problem) throw refusedPath(path, problem);
  const segments = path.split('/').filter((segment) => segment !== '' && segment !== '.');
  for (const segment of segments) {
    if (segment === '..') throw refusedPath(path, 'it goes up with ".."');
    if (Buffer.byteLength(segment) > MAX_NAME_BYTES)
      throw refusedPath(path, `a name in it is longer than ${MAX_NAME_BYTES} bytes`);
  }
  return segments;
}

function problemOf(path: string): string | undefined {
  if (path === '') return 'it is empty';
  if (Buffer.byteLength(path) > MAX_PATH_BYTES) return `it is longer than ${MAX_PATH_BYTES} bytes`;
  if (path.includes('\0')) return 'it has a NUL byte';
  if (!path.isWellFormed() || path.includes('\ufffd')) return 'it is not well-formed Unicode';
  if (printable(path, { singleLine: true }) !== path) return 'it has control or invisible characters';
  if (path.startsWith('/')) return 'it is absolute';
  if (path.startsWith('~')) return 'it begins with "~"';
  if (path.includes('\\')) return 'it has a backslash';
  if (/^[A-Za-z]:/.test(path)) return 'it names a drive';
  if (/^[A-Za-z][A-Za-z0-9+.-]*:\/\//.test(path)) return 'it is a URL';
  return undefined;
}

export function refusedPath(path: string, problem: string): AgentCoordError {
  const shown = printable(path, { singleLine: true }).slice(0, 200);
  return new AgentCoordError(
    'invalid_argument',
    `The path "${shown}" is refused: ${problem}. Use a path inside the workspace, relative to its root, such as "src/index.ts".`,
    { data: { field: 'path', problem } },
  );
}
