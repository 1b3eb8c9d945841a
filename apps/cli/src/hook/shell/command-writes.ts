import { statSync } from 'node:fs';
import { basename, resolve } from 'node:path';
import { hasFlag, operandsOf } from './operands.js';
import type { ShellWord } from './shell-word.js';

type Writes = (words: readonly ShellWord[], cwd: string) => ShellWord[];

const everyOperand =
  (...withValue: string[]): Writes =>
  (words) =>
    operandsOf(words, withValue).operands;

/** What programs write that do nothing else, by their words. */
export const COMMAND_WRITES: Readonly<Record<string, Writes>> = {
  rm: everyOperand(),
  unlink: everyOperand(),
  shred: everyOperand('-n', '-s'),
  touch: everyOperand('-d', '-t', '-r'),
  truncate: everyOperand('-s', '--size', '-r'),
  tee: everyOperand(),
  cp: (words, cwd) => copied(words, cwd).targets,
  install: (words, cwd) => copied(words, cwd).targets,
  ln: (words, cwd) => copied(words, cwd).targets,
  mv: (words, cwd) => {
    const { sources, targets } = copied(words, cwd);
    return [...sources, ...targets];
  },
  sed(words) {
    const { options, values, operands } = operandsOf(words, ['-e', '--expression', '-f', '--file', '-l']);
    if (!hasFlag(options, 'i', '--in-place')) return [];
    const isAttached = options.some((option) => /^(-[nErsuz]*[ef].|--(expression|file)=)/.test(option));
    return isAttached || ['-e', '--expression', '-f', '--file'].some((name) => values.has(name))
      ? operands
      : operands.slice(1);
  },
  perl(words) {
    const { options, operands } = operandsOf(words, ['-e', '-E', '-pe', '-pie', '-ne', '-I', '-M']);
    return options.some((option) => /^-(?![IMm])[a-zA-Z0-9]*i/.test(option)) ? operands : [];
  },
  dd: (words) =>
    words.flatMap((word) =>
      word.kind === 'text' && word.text.startsWith('of=') ? [{ ...word, text: word.text.slice(3) }] : [],
    ),
  curl: (words) => optionValues(words, ['-o', '--output']),
  wget: (words) => optionValues(words, ['-O', '--output-document']),
};

/** Into a folder that exists everything keeps its name. */
function copied(words: readonly ShellWord[], cwd: string): { sources: ShellWord[]; targets: ShellWord[] } {
  const withValue = ['-t', '--target-directory', '-S', '--suffix', '-m', '-o', '-g'];
  const { values, operands } = operandsOf(words, withValue);
  const named = values.get('-t') ?? values.get('--target-directory');
  const target = named ?? operands.at(-1);
  const sources = named === undefined ? operands.slice(0, -1) : operands;
  if (target?.kind !== 'text') return { sources, targets: [] };
  if (!isFolder(resolve(cwd, target.text))) return { sources, targets: [target] };
  const targets = sources.map(
    (source): ShellWord =>
      source.kind === 'text'
        ? { kind: 'text', text: `${target.text}/${basename(source.text)}` }
        : { kind: 'unknown' },
  );
  return { sources, targets };
}

function optionValues(words: readonly ShellWord[], names: string[]): ShellWord[] {
  return [...operandsOf(words, names).values.values()];
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
}
