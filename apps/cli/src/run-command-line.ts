import { toAgentCoordError } from '@agentcoord/core';
import type { Command } from 'commander';
import type { CliIo, CommandModule, GlobalOptions, Handle } from './command-context.js';
import type { CommandEntry } from './command-list.js';
import { commandName, findCommandPath } from './command-path.js';
import { Interruption } from './interruption.js';
import { Invocation } from './invocation.js';
import { encodeEnvelope, errorEnvelope } from './output/envelope.js';
import { errorText } from './output/error-text.js';
import { EXIT, exitCodeOf } from './output/exit-codes.js';
import { Printer } from './output/printer.js';
import { quickOptions } from './quick-options.js';
import { isCommanderError, isHelpOrVersion, usageError } from './usage-error.js';
import { CLI_VERSION } from './version.js';

/** One command from its arguments to its exit code. */
export async function runCommandLine(argv: readonly string[], io: CliIo): Promise<number> {
  // The bare command shows what is going on.
  const words = quickOptions(argv, [], {}) ? ['status', ...argv] : argv;
  const path = findCommandPath(words);
  const name = commandName(path);
  const interruption = new Interruption((code) => process.exit(code));
  const printer = new Printer(io, (error) => interruption.outputEnded(error));
  const invocation = new Invocation({ name, argv: words, io, printer, interruption });
  let exitCode: number;
  try {
    const loaded = await path.at(-1)?.load?.();
    if (!(await runQuickly(words, path, loaded, invocation))) {
      await runThroughCommander({ words, path, loaded, invocation, printer, io });
    }
    exitCode = invocation.exitCode;
  } catch (thrown) {
    // What an interrupted command throws while it ends is no news.
    exitCode = interruption.exitCode ?? reportFailure(thrown, { words, name, printer, io });
  }
  await printer.flush();
  interruption.dispose();
  return interruption.exitCode ?? exitCode;
}

/** True when the command ran; anything but its plain form is left to commander. */
async function runQuickly(
  words: readonly string[],
  path: readonly CommandEntry[],
  loaded: CommandModule | undefined,
  invocation: Invocation,
): Promise<boolean> {
  if (!loaded?.quick) return false;
  return loaded.quick(async (flags, action) => {
    const options = quickOptions(words, path, flags);
    if (options) await invocation.run(action, options, []);
    return options !== undefined;
  });
}

interface CommanderRun {
  words: readonly string[];
  path: readonly CommandEntry[];
  loaded: CommandModule | undefined;
  invocation: Invocation;
  printer: Printer;
  io: CliIo;
}

async function runThroughCommander({
  words,
  path,
  loaded,
  invocation,
  printer,
  io,
}: CommanderRun): Promise<void> {
  const { createProgram } = await import('./program.js');
  const program = createProgram({
    version: CLI_VERSION,
    path,
    define: loaded?.define,
    handle: handleWith(invocation),
    writeOut: (text) => printer.out(text),
    width: io.stdout.columns,
  });
  await program.parseAsync([...words], { from: 'user' });
}

function handleWith(invocation: Invocation): Handle {
  return <Options extends object>(action: Parameters<typeof invocation.run<Options>>[0]) =>
    async (...received) => {
      // Commander passes the arguments, then the options, then the command.
      const command = received.at(-1) as Command;
      const args = received.slice(0, -2) as never[];
      await invocation.run(action, command.optsWithGlobals<Options & GlobalOptions>(), args);
    };
}

interface FailedRun {
  words: readonly string[];
  name: string;
  printer: Printer;
  io: CliIo;
}

function reportFailure(thrown: unknown, { words, name, printer, io }: FailedRun): number {
  if (isCommanderError(thrown) && isHelpOrVersion(thrown)) return EXIT.ok;
  const error = isCommanderError(thrown) ? usageError(thrown, name) : toAgentCoordError(thrown);
  if (words.includes('--json')) printer.out(`${encodeEnvelope(errorEnvelope(name, error), 2)}\n`);
  printer.error(`${errorText(error, name, Boolean(io.environment.AGENTCOORD_DEBUG))}\n`);
  return exitCodeOf(error);
}
