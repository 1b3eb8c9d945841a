import type { Script } from './join-script.js';

type Value = string | number | undefined;
type Many = ReadonlyArray<string | number>;

/** Keys and arguments by the names in the script's header; left out means empty. */
export interface ScriptInput {
  keys?: Readonly<Record<string, string | readonly string[]>>;
  args?: Readonly<Record<string, Value | Many>>;
}

/** What follows `EVALSHA <sha>`: the number of keys, the keys, the arguments. */
export function inOrder(script: Script, input: ScriptInput): Array<string | number> {
  const words: Array<string | number> = [0];
  for (const name of script.keys) {
    const key = input.keys?.[name];
    if (key === undefined) throw new Error(`${script.name} needs the key ${name}`);
    if (typeof key === 'string') words.push(key);
    else for (const one of key) words.push(one);
  }
  words[0] = words.length - 1;
  for (const name of script.args) {
    const value = input.args?.[name];
    // Not by spreading: a batch may have more words than a call may have arguments.
    if (typeof value === 'object') for (const word of value) words.push(word);
    else words.push(value ?? '');
  }
  return words;
}

/** The words of entries of a script's list, by the names in its header. */
export function eachWords(
  script: Script,
  entries: ReadonlyArray<NonNullable<ScriptInput['args']>>,
): Array<string | number> {
  const words: Array<string | number> = [];
  for (const entry of entries) for (const name of script.each) words.push((entry[name] as Value) ?? '');
  return words;
}
