import { hasFlag, operandsOf } from './operands.js';
import type { ShellWord } from './shell-word.js';

const EVERYTHING: ShellWord = { kind: 'pattern', text: '**' };

/** What a git command does to files of the work tree, where its words alone say so. */
export function gitWrites(words: readonly ShellWord[]): {
  folder?: ShellWord;
  paths: ShellWord[];
  /** Of the whole work tree, wherever in it the command is run. */
  isWhole: boolean;
} {
  const rest = [...words];
  let folder: ShellWord | undefined;
  while (rest[0]?.kind === 'text' && rest[0].text.startsWith('-')) {
    const option = rest.shift();
    if (option?.kind === 'text' && option.text === '-C') folder = rest.shift();
    if (option?.kind === 'text' && option.text === '-c') rest.shift();
  }
  const verb = rest.shift();
  const paths = verb?.kind === 'text' ? pathsOf(verb.text, rest) : [];
  const isWhole = verb?.kind === 'text' && writesAll(verb.text, rest);
  return { ...(folder === undefined ? {} : { folder }), paths, isWhole };
}

function pathsOf(verb: string, words: readonly ShellWord[]): ShellWord[] {
  const { options, operands } = operandsOf(words, ['-s', '--source', '-m', '--message']);
  switch (verb) {
    case 'checkout':
      return afterDashes(words) ?? operands.filter((word) => word.kind === 'text' && word.text === '.');
    case 'restore':
      return hasFlag(options, 'S', '--staged') && !hasFlag(options, 'W', '--worktree') ? [] : operands;
    case 'rm':
      return options.includes('--cached') ? [] : operands;
    case 'mv':
      return operands;
    case 'clean':
      return hasFlag(options, 'f', '--force') && !hasFlag(options, 'n', '--dry-run') ? orAll(operands) : [];
    case 'stash':
      return stashes(operands) ? (afterDashes(words) ?? []) : [];
    default:
      return [];
  }
}

function writesAll(verb: string, words: readonly ShellWord[]): boolean {
  const { options, operands } = operandsOf(words, ['-m', '--message']);
  if (verb === 'reset') return options.includes('--hard');
  return verb === 'stash' && stashes(operands) && (afterDashes(words) ?? []).length === 0;
}

/** Without a word of what to do it is a push. */
function stashes([verb]: readonly ShellWord[]): boolean {
  return verb === undefined || (verb.kind === 'text' && ['push', 'pop', 'apply', 'save'].includes(verb.text));
}

function orAll(paths: readonly ShellWord[]): ShellWord[] {
  return paths.length === 0 ? [EVERYTHING] : [...paths];
}

function afterDashes(words: readonly ShellWord[]): ShellWord[] | undefined {
  const dashes = words.findIndex((word) => word.kind === 'text' && word.text === '--');
  return dashes === -1 ? undefined : words.slice(dashes + 1);
}
