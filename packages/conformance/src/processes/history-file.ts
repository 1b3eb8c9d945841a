import { appendFileSync, readFileSync } from 'node:fs';
import type { HistoryEntry } from '../checkers/evidence.js';

export type Recorder = (entry: HistoryEntry) => void;

/** Handed to the kernel before the call returns, so a SIGKILL right after it loses nothing. */
export function historyFile(file: string): Recorder {
  appendFileSync(file, '');
  return (entry) => appendFileSync(file, `${JSON.stringify(entry)}\n`);
}

/** A process that was killed may leave half of its last line. */
export function readHistory(file: string): HistoryEntry[] {
  const lines = readFileSync(file, 'utf8').split('\n');
  return lines.slice(0, -1).map((line) => JSON.parse(line) as HistoryEntry);
}
