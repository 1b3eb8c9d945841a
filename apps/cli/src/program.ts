import { Command, type Option } from 'commander';
import type { DefineCommand, Handle } from './command-context.js';
import { COMMANDS, type CommandEntry } from './command-list.js';

export interface ProgramOptions {
  version: string;
  /** The command asked for; only it gets its arguments and options. */
  path: readonly CommandEntry[];
  define: DefineCommand | undefined;
  handle: Handle;
  writeOut: (text: string) => void;
  width: number | undefined;
}

const EXIT_CODE_HELP = `
Exit codes: 0 ok, 1 failed, 2 wrong usage, 3 conflict (somebody else holds it), 4 not found,
            5 storage unavailable or unwritable, 6 incomplete, 130 interrupted`;

/** Every command with its name and summary, and the whole of the one that is asked for. */
export function createProgram(options: ProgramOptions): Command {
  const program = new Command('agentcoord')
    .description('Coordinates many coding agents that work on the same code at the same time.')
    .usage('[options] <command>')
    .version(options.version, '-V, --version', 'print the version')
    .helpOption('-h, --help', 'print help')
    .helpCommand(false)
    .exitOverride()
    .configureHelp({ showGlobalOptions: true, visibleGlobalOptions: withoutVersion })
    .configureOutput({
      writeOut: options.writeOut,
      // Printed by whoever catches the error, once, in the form that was asked for.
      writeErr: () => undefined,
      getOutHelpWidth: () => options.width ?? 100,
    })
    .option('--json', 'print one JSON envelope, or JSON Lines from a stream')
    .option('--agent <name>', 'who acts (default: AGENTCOORD_AGENT_ID, else the operator)')
    .option('--namespace <name>', 'what shares tasks, locks and agents')
    .option('--home <folder>', 'folder of the file store (default: AGENTCOORD_HOME, else inside .git)')
    .option('--cwd <folder>', 'work as if started there')
    .addHelpText('after', EXIT_CODE_HELP);
  for (const entry of COMMANDS) addEntry(program, entry, options);
  return program;
}

function addEntry(parent: Command, entry: CommandEntry, options: ProgramOptions): void {
  const command = parent.command(entry.name, { isDefault: entry.isDefault === true }).summary(entry.summary);
  command.description(sentence(entry.summary)).helpCommand(false);
  const isOnPath = options.path.includes(entry);
  if (entry.commands) for (const child of isOnPath ? entry.commands : []) addEntry(command, child, options);
  else if (isOnPath) options.define?.(command, options.handle);
}

function sentence(summary: string): string {
  return `${summary.charAt(0).toUpperCase()}${summary.slice(1)}.`;
}

function withoutVersion(command: Command): Option[] {
  const ancestors: Command[] = [];
  for (let parent = command.parent; parent; parent = parent.parent) ancestors.push(parent);
  return ancestors.flatMap((ancestor) =>
    [...ancestor.options].filter((option) => option.long !== '--version'),
  );
}
