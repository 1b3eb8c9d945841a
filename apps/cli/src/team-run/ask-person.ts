import { AgentCoordError } from '@agentcoord/core';
import type { CommandCall } from '../command-context.js';
import { confirm } from '../input/confirm.js';

/** What must be decided by somebody: `--yes` decides it before, else a person on a terminal. @throws where nobody can. */
export async function askPerson(
  call: CommandCall<{ yes?: boolean }>,
  { question, why }: { question: string; why: string },
): Promise<boolean> {
  if (call.options.yes) return true;
  const { stdin, stdout } = call.io;
  const canAnswer = !call.json && stdout.isTTY === true && 'isTTY' in stdin && stdin.isTTY === true;
  if (canAnswer) return confirm(call, question);
  throw new AgentCoordError(
    'invalid_argument',
    `${why} There is no terminal to ask on. Look at it with --dry-run, and say --yes to go on.`,
    { data: { field: '--yes' } },
  );
}
