import type { CliIo } from './command-context.js';
import { quickAnswer } from './quick-answer.js';

/**
 * The command line. Never throws: everything that goes wrong is printed and becomes the exit code.
 * @param argv without the executable and the script.
 */
export async function main(argv: readonly string[], io: CliIo = processIo()): Promise<number> {
  const answer = quickAnswer(argv);
  if (answer === undefined) {
    const { runCommandLine } = await import('./run-command-line.js');
    return runCommandLine(argv, io);
  }
  await new Promise((resolve) => io.stdout.once('error', resolve).write(`${answer}\n`, resolve));
  return 0;
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
