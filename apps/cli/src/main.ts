import type { CliIo } from './command-context.js';
import type { CommandEntry } from './command-list.js';
import { commandName, findCommandPath } from './command-path.js';
import { quickAnswer } from './quick-answer.js';
import { quickOptions } from './quick-options.js';
import type { InvocationRequest } from './run-invocation.js';

/**
 * The command line. Never throws: everything that goes wrong is printed and becomes the exit code.
 * @param argv without the executable and the script.
 */
export async function main(argv: readonly string[], io: CliIo = processIo()): Promise<number> {
  const answer = quickAnswer(argv);
  if (answer !== undefined) {
    await new Promise((resolve) => io.stdout.once('error', resolve).write(`${answer}\n`, resolve));
    return 0;
  }
  // Without a command, what is going on is shown.
  const words = quickOptions(argv, [], {}) ? ['status', ...argv] : argv;
  const path = findCommandPath(words);
  const request = { name: commandName(path), words, io };
  return (await tryQuickly(path, request)) ?? (await runFully(path, request));
}

async function tryQuickly(
  path: readonly CommandEntry[],
  request: InvocationRequest,
): Promise<number | undefined> {
  if (!path.at(-1)?.isQuick) return undefined;
  const { runQuickCommand } = await import('./quick.js');
  return runQuickCommand(request);
}

async function runFully(path: readonly CommandEntry[], request: InvocationRequest): Promise<number> {
  const { runCommandLine } = await import('./run-command-line.js');
  return runCommandLine(path, request);
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
