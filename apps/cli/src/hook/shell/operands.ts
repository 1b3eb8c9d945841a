import type { ShellWord } from './shell-word.js';

export interface Operands {
  options: string[];
  /** Values of options that take one, by option. */
  values: Map<string, ShellWord>;
  operands: ShellWord[];
}

/** @param withValue options whose value is the next word. */
export function operandsOf(words: readonly ShellWord[], withValue: readonly string[] = []): Operands {
  const found: Operands = { options: [], values: new Map(), operands: [] };
  const rest = [...words];
  for (let word = rest.shift(); word !== undefined; word = rest.shift()) {
    const text = word.kind === 'text' ? word.text : '';
    if (text === '--') {
      found.operands.push(...rest);
      break;
    }
    if (!text.startsWith('-') || text === '-') found.operands.push(word);
    else {
      found.options.push(text);
      if (withValue.includes(text)) found.values.set(text, rest.shift() ?? { kind: 'unknown' });
    }
  }
  return found;
}

/** `-i`, `-ni`, `--in-place=.bak`. */
export function hasFlag(options: readonly string[], letter: string, long: string): boolean {
  const short = new RegExp(`^-[A-Za-z]*${letter}`);
  return options.some((option) => option === long || option.startsWith(`${long}=`) || short.test(option));
}
