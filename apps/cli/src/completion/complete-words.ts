import type { Look } from '@agentcoord/client';
import type { Command, Option } from 'commander';
import type { CommandEntry } from '../command-entry.js';
import type { Candidate } from './candidate.js';
import type { CommandTree } from './command-tree.js';
import { ARGUMENTS, OPTION_VALUES } from './known-values.js';

/**
 * How the last of these words may go on: commands, options and values as the command line itself knows them.
 * Nothing where a file is meant, or where nobody knows: shells then offer files.
 */
export async function completeWords(
  words: readonly string[],
  tree: CommandTree,
  look: () => Promise<Look>,
): Promise<Candidate[]> {
  const current = words.at(-1) ?? '';
  const before = words.slice(0, -1);
  const candidates = await candidatesFor({ current, before, tree, look });
  return candidates.filter(({ word }) => word.startsWith(current) && word !== '');
}

async function candidatesFor(line: {
  current: string;
  before: readonly string[];
  tree: CommandTree;
  look: () => Promise<Look>;
}): Promise<Candidate[]> {
  const { current, before, tree, look } = line;
  if (before.includes('--')) return [];
  const path = tree.find(before);
  const options = await optionsOf(path, tree);
  const last = before.at(-1) ?? '';
  const pending = options.find((option) => isCalled(option, last));
  if (pending?.required || pending?.optional) return (await OPTION_VALUES[pending.long ?? '']?.(look)) ?? [];
  if (current.startsWith('-'))
    return options.flatMap(({ long, description }) => (long ? [{ word: long, text: description }] : []));
  // A group names its commands, besides what its default takes.
  const group = path.length === 0 ? tree.commands : groupAt(path, before);
  const commands = (group ?? []).map(({ name, summary }) => ({ word: name, text: summary }));
  return [...commands, ...((await ARGUMENTS[path.map(({ name }) => name).join(' ')]?.(look)) ?? [])];
}

/** The commands that can come next; `undefined` once the command is named. */
function groupAt(
  path: readonly CommandEntry[],
  before: readonly string[],
): readonly CommandEntry[] | undefined {
  const named = path.filter(({ name, isDefault }) => !isDefault || before.includes(name));
  return named.at(-1)?.commands;
}

function isCalled({ long, short }: Option, word: string): boolean {
  return word !== '' && (word === long || word === short);
}

/** Its own and those of all commands, from commander, with the module of this one command. */
async function optionsOf(path: readonly CommandEntry[], tree: CommandTree): Promise<Option[]> {
  const program = await tree.build(path);
  const commands: Command[] = [program];
  for (const { name } of path) {
    const next = commands.at(-1)?.commands.find((command) => command.name() === name);
    if (next !== undefined) commands.push(next);
  }
  return commands.reverse().flatMap((command) => [...command.options].filter(({ hidden }) => !hidden));
}
