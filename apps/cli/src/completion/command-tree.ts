import type { Command } from 'commander';
import type { CommandEntry } from '../command-entry.js';

/** All commands, and commander's view of one of them. Handed in, for the list of commands leads here. */
export interface CommandTree {
  commands: readonly CommandEntry[];
  /** Which command the words ask for, from the root. */
  find(words: readonly string[]): CommandEntry[];
  /** The program, with the arguments and options of this one command. */
  build(path: readonly CommandEntry[]): Promise<Command>;
}
