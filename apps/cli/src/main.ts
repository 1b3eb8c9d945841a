import type { CliIo } from './command-context.js';
import type { CommandEntry } from './command-entry.js';
import { commandName, findCommandPath } from './command-path.js';
import { readInput } from './input/direct-input.js';
import { openOutput } from './output/direct-output.js';
import { EXIT } from './output/exit-codes.js';
import { quickAnswer } from './quick-answer.js';
import { quickOptions } from './quick-options.js';
import type { InvocationRequest } from './run-invocation.js';
import { SECRETS_FILE_VARIABLE, takeSecrets } from './start/take-secrets.js';
import { isCapable } from './terminal.js';

/**
 * The command line. Never throws: everything that goes wrong is printed and becomes the exit code.
 * @param argv without the executable and the script.
 * @param quickIo what a command that says one thing and ends is given instead.
 */
export async function main(
  argv: readonly string[],
  io: CliIo = processIo(),
  quickIo: CliIo = io,
): Promise<number> {
  const answer = quickAnswer(argv);
  if (answer !== undefined) {
    const { stdout } = quickIo;
    stdout.on('error', () => undefined);
    await new Promise<void>((resolve) => void stdout.write(`${answer}\n`, () => resolve()));
    return 0;
  }
  const words = [...defaultCommand(argv, quickIo), ...argv];
  const path = findCommandPath(words);
  const request = { name: commandName(path), words };
  const code = (await tryQuickly(path, { ...request, io: quickIo })) ?? (await runFully({ ...request, io }));
  // To Claude Code a 2 of a hook says: block. A word too much in a command line must not block every edit.
  return code === EXIT.usage && path[0]?.name === 'hook' ? EXIT.failed : code;
}

/** Without a command what is going on is shown: live where somebody sits before a terminal, else once. */
function defaultCommand(argv: readonly string[], { stdin, stdout, environment }: CliIo): string[] {
  const options = quickOptions(argv, [], {});
  if (options === undefined) return [];
  if (options.json || stdout.isTTY !== true) return ['status'];
  return isCapable(environment, { stdin, stdout }) ? ['dashboard', '--welcome'] : ['status'];
}

async function tryQuickly(
  path: readonly CommandEntry[],
  request: InvocationRequest,
): Promise<number | undefined> {
  if (!path.at(-1)?.isQuick) return undefined;
  const { runQuickCommand } = await import('./quick.js');
  return runQuickCommand(request);
}

async function runFully(request: InvocationRequest): Promise<number> {
  const { runCommandLine } = await import('./run-command-line.js');
  return runCommandLine(request);
}

/** Runs the command line as the whole purpose of this process. */
export async function runAsProcess(): Promise<never> {
  const [, script = ''] = process.argv;
  if (process.env[SECRETS_FILE_VARIABLE]) takeSecrets(process.env);
  const program = { command: process.execPath, args: [...process.execArgv, script] };
  process.exit(await main(process.argv.slice(2), processIo(program), quickIo(program)));
}

export function processIo(program?: CliIo['program']): CliIo {
  return {
    // Asking for a stream opens it, and most commands need one of them.
    get stdin() {
      return process.stdin;
    },
    get stdout() {
      return process.stdout;
    },
    get stderr() {
      return process.stderr;
    },
    environment: process.env,
    cwd: process.cwd(),
    program,
  };
}

function quickIo(program: CliIo['program']): CliIo {
  return {
    get stdin() {
      return process.stdin;
    },
    readStdin: readInput,
    get stdout() {
      return openOutput(1);
    },
    get stderr() {
      return openOutput(2);
    },
    environment: process.env,
    cwd: process.cwd(),
    program,
  };
}
