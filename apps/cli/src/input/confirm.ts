import { createInterface } from 'node:readline/promises';
import type { CommandCall } from '../command-context.js';

/** Asks on a terminal, default no. Where nobody can answer, the command itself was the answer. */
export async function confirm(call: CommandCall, question: string): Promise<boolean> {
  const { stdin, stdout, stderr } = call.io;
  if (call.json || stdout.isTTY !== true || !('isTTY' in stdin) || stdin.isTTY !== true) return true;
  stderr.write(`${question} [y/N] `);
  // Without an output of its own: the terminal shows what is typed.
  const asking = createInterface({ input: stdin });
  try {
    const answer = await asking.question('', { signal: call.signal });
    return /^y(es)?$/i.test(answer.trim());
  } finally {
    asking.close();
  }
}
