import type { Fault, Turn, TurnCall, TurnUsage } from './wires/turn.js';

const use = (name: string, input: Record<string, unknown>): TurnCall => ({ name, input });

/** Before the work. */
export const FILES = { 'src/greeting.txt': 'hello\n', 'src/long.txt': 'a line of text\n'.repeat(100) };
/** After it. */
export const DONE = { 'src/greeting.txt': 'hello, world\n', 'src/farewell.txt': 'goodbye, world\n' };
/** What must pass; the first finish comes too early. */
export const VERIFY = "grep -q 'hello, world' src/greeting.txt && grep -q 'goodbye, world' src/farewell.txt";

const USAGE: readonly TurnUsage[] = [
  { input: 1200, cacheWrite: 3000, cacheRead: 0, output: 150 },
  { input: 310, cacheWrite: 900, cacheRead: 3000, output: 420 },
  { input: 90, cacheWrite: 450, cacheRead: 3900, output: 35 },
  { input: 77, cacheWrite: 510, cacheRead: 4350, output: 210 },
  { input: 55, cacheWrite: 240, cacheRead: 4860, output: 41 },
];

/** Reads, edits two files, finishes too early, mends, finishes; the fault comes at one of these turns. */
export function multiFileTask(fault?: Fault, at = 1): Turn[] {
  const calls = [
    [use('read_file', { path: 'src/greeting.txt' }), use('read_file', { path: 'src/long.txt' })],
    [
      use('edit_file', { path: 'src/greeting.txt', old_text: 'hello', new_text: 'hello, world' }),
      use('write_file', { path: 'src/farewell.txt', content: 'goodbye\n' }),
    ],
    [use('finish', { summary: 'Too early.' })],
    [use('edit_file', { path: 'src/farewell.txt', old_text: 'goodbye', new_text: 'goodbye, world' })],
    [use('finish', { summary: 'Both greet the world.' })],
  ];
  return calls.map((turnCalls, index) => ({
    calls: turnCalls,
    usage: USAGE[index] ?? { input: 0, cacheWrite: 0, cacheRead: 0, output: 0 },
    ...(index === at && fault !== undefined ? { fault } : {}),
  }));
}
