import { createContext, Script } from 'node:vm';
import { AgentCoordError, describeThrown } from '@agentcoord/core';
import { globPattern } from '../workspace/glob-pattern.js';
import { readWorkspaceFile } from '../workspace/read-file.js';
import type { WorkspacePath } from '../workspace/resolve-path.js';
import { textContent } from '../workspace/text-content.js';
import { walkFiles } from '../workspace/walk-files.js';
import type { Workspace } from '../workspace/workspace.js';

export interface SearchRequest {
  workspace: Workspace;
  within: WorkspacePath;
  pattern: string;
  isRegex: boolean;
  ignoreCase: boolean;
  glob?: string;
  maxMatches: number;
  signal: AbortSignal;
}

export interface SearchMatch {
  path: string;
  line: number;
  text: string;
}

export interface SearchResult {
  matches: SearchMatch[];
  /** Why there may be more. */
  note?: string;
}

const MAX_FILES = 20_000;
const FILE_TIMEOUT_MS = 500;

/** The search where there is no ripgrep: reads the files one by one. */
export async function searchFiles(request: SearchRequest): Promise<SearchResult> {
  const findLines = lineFinder(request);
  const wanted = request.glob === undefined ? undefined : globPattern(request.glob);
  const matches: SearchMatch[] = [];
  for await (const path of filesToSearch(request)) {
    if (wanted && !wanted(path)) continue;
    const lines = await linesOf(request.workspace, path);
    for (const index of findLines(lines)) {
      if (matches.length === request.maxMatches) {
        return {
          matches,
          note: `more than ${request.maxMatches} matches: narrow the pattern, the path or the glob`,
        };
      }
      matches.push({ path, line: index + 1, text: lines[index] ?? '' });
    }
  }
  return { matches };
}

async function* filesToSearch(request: SearchRequest): AsyncGenerator<string> {
  let any = false;
  const limits = { depth: 64, entries: MAX_FILES, signal: request.signal };
  for await (const entry of walkFiles(request.within, limits)) {
    any = true;
    if (entry.kind === 'file') yield entry.relative;
  }
  // A file has nothing below it: it is what was meant.
  if (!any) yield request.within.relative;
}

/** The lines of a text file; none for what cannot be read. */
export async function linesOf(workspace: Workspace, path: string): Promise<string[]> {
  try {
    return textContent(path, (await readWorkspaceFile(workspace, path)).content).split(/\r?\n/);
  } catch {
    // No text, too large, or gone since it was listed: nothing to find there.
    return [];
  }
}

/** Indexes of the lines that match. */
function lineFinder(request: SearchRequest): (lines: readonly string[]) => number[] {
  if (request.isRegex) return regexFinder(request);
  const fold = (text: string): string => (request.ignoreCase ? text.toLowerCase() : text);
  const pattern = fold(request.pattern);
  return (lines) => lines.flatMap((line, index) => (fold(line).includes(pattern) ? [index] : []));
}

const FIND_LINES = new Script(
  'lines.reduce((found, line, index) => (expression.test(line) ? [...found, index] : found), [])',
);

/**
 * A pattern of a model can take for ever on a line (`(a+)+$`) and the event loop with it, so it runs
 * where V8 can be told to stop.
 */
function regexFinder(request: SearchRequest): (lines: readonly string[]) => number[] {
  const expression = compile(request);
  return (lines) => {
    try {
      const found: unknown = FIND_LINES.runInContext(createContext({ lines, expression }), {
        timeout: FILE_TIMEOUT_MS,
      });
      return Array.isArray(found) ? found.map(Number) : [];
    } catch (cause) {
      throw new AgentCoordError(
        'tool_failed',
        `The regular expression takes too long (over ${FILE_TIMEOUT_MS} ms for one file). Use a simpler one, or plain text.`,
        { data: { field: 'pattern' }, cause },
      );
    }
  };
}

function compile(request: SearchRequest): RegExp {
  try {
    return new RegExp(request.pattern, request.ignoreCase ? 'iu' : 'u');
  } catch (cause) {
    throw new AgentCoordError(
      'invalid_argument',
      `The pattern is no regular expression: ${describeThrown(cause)}.`,
      {
        data: { field: 'pattern' },
        cause,
      },
    );
  }
}
