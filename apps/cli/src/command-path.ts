import { COMMANDS, type CommandEntry } from './command-list.js';

const OPTIONS_WITH_VALUE = new Set(['--agent', '--namespace', '--home', '--cwd']);

/**
 * Which command the arguments ask for, from the root, found before anything is loaded: so that one
 * module is read and not all of them. Commander decides what is right; this only has to agree when it is.
 */
export function findCommandPath(argv: readonly string[]): CommandEntry[] {
  const path: CommandEntry[] = [];
  let level: readonly CommandEntry[] | undefined = COMMANDS;
  for (let index = 0; index < argv.length && level; index += 1) {
    const word: string = argv[index] ?? '';
    if (word === '--') break;
    if (OPTIONS_WITH_VALUE.has(word)) index += 1;
    if (word.startsWith('-')) continue;
    const entry: CommandEntry | undefined = level.find((item) => item.name === word);
    if (!entry) break;
    path.push(entry);
    level = entry.commands;
  }
  const fallback = path.at(-1)?.commands?.find((item) => item.isDefault);
  return fallback ? [...path, fallback] : path;
}

export function commandName(path: readonly CommandEntry[]): string {
  return path.map((entry) => entry.name).join(' ');
}
