import type { CommandEntry } from './command-entry.js';
import { COMMANDS } from './command-list.js';
import { GLOBAL_OPTIONS, longFlag, takesValue } from './global-options.js';

const OPTIONS_WITH_VALUE = new Set(
  GLOBAL_OPTIONS.filter(({ flags }) => takesValue(flags)).map(({ flags }) => longFlag(flags)),
);

/**
 * Which command the arguments ask for, from the root, found before anything is loaded: so that one
 * module is read and not all of them. Commander decides what is right; this only has to agree when it is.
 */
export function findCommandPath(argv: readonly string[]): CommandEntry[] {
  const path: CommandEntry[] = [];
  let sawOption = false;
  let isKnown = true;
  let level: readonly CommandEntry[] | undefined = COMMANDS;
  for (let index = 0; index < argv.length && level; index += 1) {
    const word: string = argv[index] ?? '';
    if (word === '--') break;
    if (OPTIONS_WITH_VALUE.has(word)) index += 1;
    if (word.startsWith('-')) {
      sawOption = true;
      continue;
    }
    const entry: CommandEntry | undefined = level.find((item) => item.name === word);
    isKnown = entry !== undefined;
    if (!entry) break;
    path.push(entry);
    level = entry.commands;
  }
  // A word that is no command, unless it may be the value of an option, is a slip of the pen.
  if (!isKnown && !sawOption) return path;
  const fallback = path.at(-1)?.commands?.find((item) => item.isDefault);
  return fallback ? [...path, fallback] : path;
}

export function commandName(path: readonly CommandEntry[]): string {
  return path.map((entry) => entry.name).join(' ');
}
