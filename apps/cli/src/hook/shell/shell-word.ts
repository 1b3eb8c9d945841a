import { homedir } from 'node:os';
import type { Word, WordPart } from 'unbash';

/** What a word of a command says: a text, a pattern for file names, or nothing that can be told before it runs. */
export type ShellWord = { kind: 'text' | 'pattern'; text: string } | { kind: 'unknown' };

export function shellWord(word: Word): ShellWord {
  const value = word.value.startsWith('~/') ? homedir() + word.value.slice(1) : word.value;
  const parts = word.parts ?? [];
  if (parts.some(isUnknown)) return { kind: 'unknown' };
  return { kind: parts.some(isPattern) ? 'pattern' : 'text', text: value };
}

function isPattern({ type }: WordPart): boolean {
  return type === 'Glob' || type === 'BraceExpansion' || type === 'ExtendedGlob';
}

function isUnknown(part: WordPart): boolean {
  switch (part.type) {
    case 'DoubleQuoted':
    case 'LocaleString':
      return part.parts.some(({ type }) => type !== 'Literal');
    case 'SimpleExpansion':
    case 'ParameterExpansion':
    case 'CommandExpansion':
    case 'ArithmeticExpansion':
    case 'ProcessSubstitution':
      return true;
    default:
      return false;
  }
}
