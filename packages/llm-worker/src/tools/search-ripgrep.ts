import { spawn } from 'node:child_process';
import { isAbsolute, relative, sep } from 'node:path';
import { createInterface } from 'node:readline';
import { AgentCoordError, throwIfAborted } from '@agentcoord/core';
import { OutputCapture } from '../command/output-capture.js';
import type { SearchMatch, SearchRequest, SearchResult } from './search-files.js';

const RIPGREP = 'rg';
const TIMEOUT_MS = 20_000;
// As `path NUL line : text`, which no file name can imitate.
const MATCH = /^([^\0]+)\0(\d+):(.*)$/s;

/**
 * The search through ripgrep, or undefined where it is not installed. It honours ignore files, follows
 * no links and reads no configuration of the user.
 */
export async function searchWithRipgrep(request: SearchRequest): Promise<SearchResult | undefined> {
  throwIfAborted(request.signal, 'a search');
  const child = spawn(RIPGREP, argumentsOf(request), {
    cwd: request.workspace.root,
    env: { PATH: process.env.PATH },
    stdio: ['ignore', 'pipe', 'pipe'],
    signal: AbortSignal.any([request.signal, AbortSignal.timeout(TIMEOUT_MS)]),
    killSignal: 'SIGKILL',
  });
  const ended = new Promise<number | Error | null>((resolve) => {
    child.once('error', resolve);
    child.once('close', resolve);
  });
  const said = new OutputCapture(4096);
  child.stderr.on('data', (chunk: Buffer) => said.push(chunk));

  const matches: SearchMatch[] = [];
  let more = false;
  for await (const line of createInterface({ input: child.stdout, crlfDelay: Number.POSITIVE_INFINITY })) {
    const match = parseMatch(request.workspace.root, line);
    if (!match) continue;
    more = matches.length === request.maxMatches;
    if (more) break;
    matches.push(match);
  }
  if (more) child.kill('SIGKILL');
  const end = await ended;
  throwIfAborted(request.signal, 'a search');
  if (end instanceof Error && (end as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
  if (more)
    return {
      matches,
      note: `more than ${request.maxMatches} matches: narrow the pattern, the path or the glob`,
    };
  // 0: found, 1: nothing found, 2: an error, which may have come after some matches.
  if (end === 0 || end === 1 || matches.length > 0) return { matches };
  const reason = end instanceof Error ? 'it took too long' : said.result().text.trim();
  throw new AgentCoordError('tool_failed', `The search failed: ${reason}`, { data: { field: 'pattern' } });
}

function argumentsOf(request: SearchRequest): string[] {
  const flags = [
    '--no-config',
    '--line-number',
    '--with-filename',
    '--no-heading',
    '--color=never',
    '--null',
  ];
  flags.push(
    '--no-follow',
    '--hidden',
    '--glob=!.git',
    '--glob=!node_modules',
    '--sort=path',
    '--max-filesize=4M',
  );
  flags.push(`--max-count=${request.maxMatches + 1}`);
  if (!request.isRegex) flags.push('--fixed-strings');
  if (request.ignoreCase) flags.push('--ignore-case');
  if (request.glob !== undefined) flags.push(`--glob=${request.glob}`);
  // After `--` nothing is taken for an option, whatever the model wrote.
  return [...flags, '--regexp', request.pattern, '--', request.within.absolute];
}

function parseMatch(root: string, line: string): SearchMatch | undefined {
  const [, file, number, text] = MATCH.exec(line) ?? [];
  if (file === undefined || number === undefined || text === undefined) return undefined;
  const path = relative(root, file);
  if (path === '' || path.startsWith(`..${sep}`) || isAbsolute(path)) return undefined;
  return { path: path.split(sep).join('/'), line: Number(number), text };
}
