import type { GlobalOptions } from './command-context.js';
import { GLOBAL_OPTIONS, longFlag, takesValue } from './global-options.js';

/**
 * The options of a command that is called in its plain form: its name, global options, and flags of its
 * own. `undefined` for anything else; that is commander's to read, or to refuse.
 */
export function quickOptions<Options extends object>(
  argv: readonly string[],
  name: readonly string[],
  flags: Readonly<Record<string, keyof Options & string>>,
): (Options & GlobalOptions) | undefined {
  const options: Record<string, string | boolean> = {};
  const names = [...name];
  const words = [...argv];
  for (let word = words.shift(); word !== undefined; word = words.shift()) {
    const known = GLOBAL_OPTIONS.find((option) => longFlag(option.flags) === word);
    const flag = flags[word];
    if (word === names[0]) names.shift();
    else if (flag !== undefined) options[flag] = true;
    else if (known && !takesValue(known.flags)) options[known.name] = true;
    else if (known && isValue(words[0])) options[known.name] = words.shift() ?? '';
    else return undefined;
  }
  return options as Options & GlobalOptions;
}

function isValue(word: string | undefined): boolean {
  return word !== undefined && !word.startsWith('-');
}
