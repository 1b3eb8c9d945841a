import { appendFileSync, existsSync, readFileSync } from 'node:fs';
import type { Call } from './call.js';

/** The lines of a history: who writes, what was asked, what was answered. */
export type CallLine =
  | { worker: string; host: number }
  | { ask: number; at: number; verb: string; request: unknown }
  | { answer: number; at: number; reply: unknown }
  | { answer: number; at: number; error: { code: string; message: string } };

/** Handed to the kernel before it returns: a SIGKILL right after it loses nothing. */
export function appendLine(file: string, line: CallLine): void {
  appendFileSync(file, `${JSON.stringify(line)}\n`);
}

/** A process that was killed may leave half of its last line. */
export function readCalls(file: string): Call[] {
  if (!existsSync(file)) return [];
  const lines = readFileSync(file, 'utf8')
    .split('\n')
    .slice(0, -1)
    .map((line) => JSON.parse(line) as CallLine);
  const calls = new Map<number, Call>();
  let writer = { worker: '', host: 0 };
  for (const line of lines) {
    if ('worker' in line) writer = line;
    else if ('ask' in line) {
      const { ask, at, verb, request } = line;
      calls.set(ask, { ...writer, verb, request, sentAt: at });
    } else {
      const call = calls.get(line.answer);
      if (call === undefined) continue;
      call.settledAt = line.at;
      if ('error' in line) call.error = line.error;
      else call.reply = line.reply;
    }
  }
  return [...calls.values()];
}
