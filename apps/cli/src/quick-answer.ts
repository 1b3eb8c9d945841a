import { COMMANDS } from './command-list.js';
import {
  DESCRIPTION,
  EXIT_CODE_HELP,
  GLOBAL_OPTIONS,
  HELP_OPTION,
  VERSION_OPTION,
} from './global-options.js';
import { CLI_VERSION } from './version.js';

/** What needs no command, and so neither commander (7 ms) nor a store: the overview and the version. */
export function quickAnswer(argv: readonly string[]): string | undefined {
  const [word, ...rest] = argv;
  if (rest.length > 0) return undefined;
  if (word === '--help' || word === '-h' || word === 'help') return overview();
  return word === '--version' || word === '-V' ? CLI_VERSION : undefined;
}

function overview(): string {
  const commands = COMMANDS.flatMap(({ name, summary, commands = [] }) => [
    {
      term: name,
      text: commands.length === 0 ? summary : `${summary}: ${commands.map((child) => child.name).join(', ')}`,
    },
  ]);
  const options = [...GLOBAL_OPTIONS, VERSION_OPTION, HELP_OPTION].map(({ flags, description }) => ({
    term: flags,
    text: description,
  }));
  return [
    'Usage: agentcoord [options] <command>',
    '',
    DESCRIPTION,
    '',
    'Commands:',
    ...list(commands),
    '',
    'Options:',
    ...list(options),
    '',
    'What a command takes: agentcoord <command> --help',
    EXIT_CODE_HELP,
  ].join('\n');
}

function list(items: ReadonlyArray<{ term: string; text: string }>): string[] {
  const width = Math.max(...items.map(({ term }) => term.length));
  return items.map(({ term, text }) => `  ${term.padEnd(width)}  ${text}`);
}
