import { Command, type Option } from 'commander';
import type { DefineCommand, Handle } from './command-context.js';
import type { CommandEntry } from './command-entry.js';
import { COMMANDS } from './command-list.js';
import {
  DESCRIPTION,
  EXIT_CODE_HELP,
  GLOBAL_OPTIONS,
  HELP_OPTION,
  VERSION_OPTION,
} from './global-options.js';

export interface ProgramOptions {
  version: string;
  /** The command asked for; only it gets its arguments and options. */
  path: readonly CommandEntry[];
  define: DefineCommand | undefined;
  handle: Handle;
  writeOut: (text: string) => void;
  width: number | undefined;
}

/** Every command with its name and summary, and the whole of the one that is asked for. */
export function createProgram(options: ProgramOptions): Command {
  const program = new Command('agentcoord')
    .description(DESCRIPTION)
    .usage('[options] <command>')
    .version(options.version, VERSION_OPTION.flags, VERSION_OPTION.description)
    .helpOption(HELP_OPTION.flags, HELP_OPTION.description)
    .helpCommand(false)
    .exitOverride()
    .configureHelp({ showGlobalOptions: true, visibleGlobalOptions: withoutVersion })
    .configureOutput({
      writeOut: options.writeOut,
      // Printed by whoever catches the error, once, in the form that was asked for.
      writeErr: () => undefined,
      getOutHelpWidth: () => options.width ?? 100,
    });
  for (const { flags, description } of GLOBAL_OPTIONS) program.option(flags, description);
  program.addHelpText('after', `\n${EXIT_CODE_HELP}`);
  for (const entry of COMMANDS) addEntry(program, entry, options);
  return program;
}

function addEntry(parent: Command, entry: CommandEntry, options: ProgramOptions): void {
  const isOnPath = options.path.includes(entry);
  const isDefault = entry.isDefault === true && isOnPath;
  const command = parent.command(entry.name, { isDefault }).summary(entry.summary);
  command.description(sentence(entry.summary)).helpCommand(false);
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
