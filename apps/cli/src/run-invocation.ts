import { toAgentCoordError } from '@agentcoord/core';
import type { CliIo } from './command-context.js';
import { withOwnerAdvice } from './failover/not-owner-advice.js';
import { Interruption } from './interruption.js';
import { Invocation, type Openers } from './invocation.js';
import { encodeEnvelope, errorEnvelope } from './output/envelope.js';
import { errorText } from './output/error-text.js';
import { EXIT, exitCodeOf } from './output/exit-codes.js';
import { Printer } from './output/printer.js';
import { isCommanderError, isHelpOrVersion, usageError } from './usage-error.js';

export interface InvocationRequest {
  /** As in the envelope: `tasks list`. */
  name: string;
  words: readonly string[];
  io: CliIo;
}

/** One command from its beginning to its exit code; whatever `run` throws is printed. */
export async function runInvocation(
  { name, words, io }: InvocationRequest,
  openers: Openers,
  run: (invocation: Invocation, printer: Printer) => Promise<void>,
): Promise<number> {
  const interruption = new Interruption((code) => process.exit(code));
  const printer = new Printer(io, (error) => interruption.outputEnded(error));
  const invocation = new Invocation({ name, argv: words, io, printer, interruption, openers });
  let exitCode: number;
  try {
    await run(invocation, printer);
    exitCode = invocation.exitCode;
  } catch (thrown) {
    // What an interrupted command throws while it ends is no news.
    exitCode = interruption.exitCode ?? reportFailure(thrown, { name, words, io }, printer);
  }
  await printer.flush();
  interruption.dispose();
  return interruption.exitCode ?? exitCode;
}

function reportFailure(thrown: unknown, { name, words, io }: InvocationRequest, printer: Printer): number {
  if (isCommanderError(thrown) && isHelpOrVersion(thrown)) return EXIT.ok;
  const error = isCommanderError(thrown)
    ? usageError(thrown, name)
    : withOwnerAdvice(toAgentCoordError(thrown));
  if (words.includes('--json')) printer.out(`${encodeEnvelope(errorEnvelope(name, error), 2)}\n`);
  printer.error(`${errorText(error, name, Boolean(io.environment.AGENTCOORD_DEBUG))}\n`);
  return exitCodeOf(error);
}
