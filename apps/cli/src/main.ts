import { toAgentCoordError } from '@agentcoord/core';
import type { Command } from 'commander';
import type { CliIo, GlobalOptions, Handle } from './command-context.js';
import { commandName, findCommandPath } from './command-path.js';
import { Interruption } from './interruption.js';
import { Invocation } from './invocation.js';
import { encodeEnvelope, errorEnvelope } from './output/envelope.js';
import { errorText } from './output/error-text.js';
import { EXIT, exitCodeOf } from './output/exit-codes.js';
import { Printer } from './output/printer.js';
import { createProgram } from './program.js';
import { isCommanderError, isHelpOrVersion, usageError } from './usage-error.js';
import { CLI_VERSION } from './version.js';

/**
 * The command line. Never throws: everything that goes wrong is printed and becomes the exit code.
 * @param argv without the executable and the script.
 */
export async function main(argv: readonly string[], io: CliIo = processIo()): Promise<number> {
  const interruption = new Interruption((code) => process.exit(code));
  const printer = new Printer(io, () => interruption.readerGone());
  try {
    const code = await runCommand(argv, io, printer, interruption);
    await printer.flush();
    return interruption.exitCode ?? code;
  } finally {
    interruption.dispose();
  }
}

/** Runs the command line as the whole purpose of this process. */
export async function runAsProcess(): Promise<never> {
  const [, script = ''] = process.argv;
  const program = { command: process.execPath, args: [...process.execArgv, script] };
  process.exit(await main(process.argv.slice(2), processIo(program)));
}

export function processIo(program?: CliIo['program']): CliIo {
  const { stdout, stderr } = process;
  return {
    // Asking for it opens it, and few commands read.
    get stdin() {
      return process.stdin;
    },
    stdout,
    stderr,
    environment: process.env,
    cwd: process.cwd(),
    program,
  };
}

async function runCommand(
  argv: readonly string[],
  io: CliIo,
  printer: Printer,
  interruption: Interruption,
): Promise<number> {
  // The bare command shows what is going on.
  const words = argv.length === 0 ? ['status'] : argv;
  const path = findCommandPath(words);
  const name = commandName(path);
  const invocation = new Invocation({ name, argv: words, io, printer, interruption });
  try {
    const loaded = await path.at(-1)?.load?.();
    const program = createProgram({
      version: CLI_VERSION,
      path,
      define: loaded?.define,
      handle: handleWith(invocation),
      writeOut: (text) => printer.out(text),
      width: io.stdout.columns,
    });
    await program.parseAsync([...words], { from: 'user' });
    return invocation.exitCode;
  } catch (thrown) {
    if (isCommanderError(thrown) && isHelpOrVersion(thrown)) return EXIT.ok;
    // What an interrupted command throws while it ends is no news.
    if (interruption.exitCode !== undefined) return interruption.exitCode;
    const error = isCommanderError(thrown) ? usageError(thrown, name) : toAgentCoordError(thrown);
    if (words.includes('--json')) printer.out(`${encodeEnvelope(errorEnvelope(name, error), 2)}\n`);
    printer.error(`${errorText(error, name, Boolean(io.environment.AGENTCOORD_DEBUG))}\n`);
    return exitCodeOf(error);
  }
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
