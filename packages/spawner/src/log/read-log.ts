import { readFile } from 'node:fs/promises';
import { printable, redact } from '@agentcoord/core';
import { logFiles } from './log-files.js';

/** The newest lines of a worker's log, over the older files beside it, safe to show. */
export async function readLog(logFile: string, lines: number): Promise<string[]> {
  let found: string[] = [];
  for (const file of (await logFiles(logFile)).reverse()) {
    if (found.length >= lines) break;
    const text = await readFile(file, 'utf8').catch(() => '');
    found = [...text.split('\n').filter((line) => line !== ''), ...found];
  }
  return found.slice(-lines).map(safeLine);
}

/** Without secrets that are known by their shape, and without control characters. */
export function safeLine(line: string): string {
  return redact(printable(line, { singleLine: true }));
}
