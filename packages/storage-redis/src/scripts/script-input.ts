import type { Script } from './join-script.js';

type Value = string | number | undefined;

/** Keys and arguments by the names in the script's header; left out means empty. */
export interface ScriptInput {
  keys?: Readonly<Record<string, string | readonly string[]>>;
  args?: Readonly<Record<string, Value | readonly string[]>>;
}

/** What follows `EVALSHA <sha>`: the number of keys, the keys, the arguments. */
export function inOrder(script: Script, input: ScriptInput): Array<string | number> {
  const keys: string[] = [];
  for (const name of script.keys) {
    const key = input.keys?.[name];
    if (key === undefined) throw new Error(`${script.name} needs the key ${name}`);
    if (typeof key === 'string') keys.push(key);
    else keys.push(...key);
  }
  const words: Array<string | number> = [keys.length, ...keys];
  for (const name of script.args) {
    const value = input.args?.[name];
    if (Array.isArray(value)) words.push(...(value as readonly string[]));
    else words.push((value as Value) ?? '');
  }
  return words;
}
