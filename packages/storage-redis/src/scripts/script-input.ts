import type { Script } from './join-script.js';

type Value = string | number | undefined;
type Many = ReadonlyArray<string | number>;
type Named<T> = Readonly<Record<string, T>>;

/** Keys and arguments by the names in the script's header; left out means empty. */
export interface ScriptInput {
  keys?: Named<string | readonly string[]>;
  args?: Named<Value | Many>;
}

/** What every script may name, and what is the same for all calls of one session. */
export interface CommonInput {
  keys: Named<string>;
  args: Named<Value>;
}

/** What follows `EVALSHA <sha>`: the number of keys, the keys, the arguments. */
export function inOrder(script: Script, input: ScriptInput, common?: CommonInput): Array<string | number> {
  const words: Array<string | number> = [0];
  for (const name of script.keys) {
    const key = input.keys?.[name] ?? common?.keys[name];
    if (key === undefined) throw new Error(`${script.name} needs the key ${name}`);
    if (typeof key === 'string') words.push(key);
    else for (const one of key) words.push(one);
  }
  words[0] = words.length - 1;
  for (const name of script.args) {
    const value = input.args?.[name] ?? common?.args[name];
    // Not by spreading: a batch may have more words than a call may have arguments.
    if (typeof value === 'object') for (const word of value) words.push(word);
    else if (value !== undefined) words.push(value);
    else if (!(script.manyArgs && name === script.args.at(-1))) words.push('');
  }
  return words;
}

/** The words of one entry of a script's list, by the names in its header. */
export function pushEach(
  words: Array<string | number>,
  script: Script,
  entry: Named<Value | Many>,
  common?: CommonInput,
): void {
  for (const name of script.each) words.push(((entry[name] ?? common?.args[name]) as Value) ?? '');
}
