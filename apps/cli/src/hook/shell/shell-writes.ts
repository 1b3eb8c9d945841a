import { homedir } from 'node:os';
import { basename, resolve } from 'node:path';
import { type Command, forEachChild, parse, type Redirection, type SyntaxNode, type Word } from 'unbash';
import type { WrittenPattern } from '../written-paths.js';
import { COMMAND_WRITES } from './command-writes.js';
import { gitWrites } from './git-writes.js';
import { type ShellWord, shellWord } from './shell-word.js';

const WRITING_REDIRECTS = new Set(['>', '>>', '>|', '&>', '&>>', '<>', '>&']);
/** Programs that run the words after them. */
const RUNNERS = new Set(['sudo', 'command', 'builtin', 'exec', 'nohup', 'env', 'time', 'nice']);
const SHELLS = new Set(['sh', 'bash', 'dash', 'zsh']);
/** What is done in there moves nobody outside. */
const APART = new Set(['Subshell', 'Pipeline', 'CommandExpansion', 'ProcessSubstitution']);
const MOST_NESTED = 5;

/**
 * The files that a command plainly writes: its redirections, and programs that write what they are told. What is
 * known only when it runs (variables, `eval`, a program's own ways) is not among them.
 */
export function shellWrites(command: string, cwd: string): { files: string[]; patterns: WrittenPattern[] } {
  const reader = new ShellReader(cwd);
  reader.read(command, 0);
  return { files: [...new Set(reader.files)], patterns: reader.patterns };
}

class ShellReader {
  readonly files: string[] = [];
  readonly patterns: WrittenPattern[] = [];

  /** @param cwd `undefined` after a `cd` to somewhere that cannot be told. */
  constructor(private cwd: string | undefined) {}

  read(command: string, nested: number): void {
    if (nested <= MOST_NESTED) this.visit(parse(command), nested);
  }

  private visit(node: SyntaxNode, nested: number): void {
    const before = this.cwd;
    if (node.type === 'Redirect') this.redirect(node);
    forEachChild(node, (child) => this.visit(child, nested));
    if (node.type === 'Command') this.command(node, nested);
    if (APART.has(node.type)) this.cwd = before;
  }

  private redirect(node: Redirection): void {
    if (node.type !== 'Redirect' || !WRITING_REDIRECTS.has(node.operator) || node.target === undefined)
      return;
    const target = shellWord(node.target);
    // To another descriptor, or nowhere.
    if (target.kind === 'text' && /^(\d+|-)$/.test(target.text) && node.operator === '>&') return;
    this.add(target);
  }

  private command({ name, args }: Command, nested: number): void {
    const words = [name, ...args].filter((word): word is Word => word?.type === 'Word').map(shellWord);
    this.run(words, nested);
  }

  private run(words: readonly ShellWord[], nested: number): void {
    const [first, ...rest] = words;
    if (first?.kind !== 'text') return;
    const program = basename(first.text);
    if (RUNNERS.has(program)) this.run(withoutSettings(rest), nested);
    else if (SHELLS.has(program)) this.script(rest, nested);
    else if (program === 'cd' || program === 'pushd') this.changeFolder(rest);
    else if (program === 'git') this.git(rest);
    else if (this.cwd !== undefined && Object.hasOwn(COMMAND_WRITES, program))
      for (const word of COMMAND_WRITES[program]?.(rest, this.cwd) ?? []) this.add(word);
  }

  private script(words: readonly ShellWord[], nested: number): void {
    const flag = words.findIndex((word) => word.kind === 'text' && /^-[a-z]*c$/.test(word.text));
    const text = flag === -1 ? undefined : words[flag + 1];
    if (text?.kind !== 'text') return;
    const before = this.cwd;
    this.read(text.text, nested + 1);
    this.cwd = before;
  }

  private git(words: readonly ShellWord[]): void {
    const { folder, paths, isWhole } = gitWrites(words);
    const before = this.cwd;
    if (folder !== undefined) this.changeFolder([folder]);
    for (const path of paths) this.add(path);
    if (isWhole && this.cwd !== undefined)
      this.patterns.push({ folder: this.cwd, glob: '**', isWholeTree: true });
    this.cwd = before;
  }

  private changeFolder(words: readonly ShellWord[]): void {
    const [to] = words.filter((word) => word.kind !== 'text' || !word.text.startsWith('-'));
    if (to === undefined) this.cwd = homedir();
    else this.cwd = to.kind === 'text' && this.cwd !== undefined ? resolve(this.cwd, to.text) : undefined;
  }

  private add(word: ShellWord): void {
    if (this.cwd === undefined || word.kind === 'unknown' || word.text === '') return;
    if (word.kind === 'text') {
      const path = resolve(this.cwd, word.text);
      if (!path.startsWith('/dev/')) this.files.push(path);
      return;
    }
    const parts = word.text.split('/');
    const first = parts.findIndex((part) => /[*?[\]{}()!+@]/.test(part));
    this.patterns.push({
      folder: resolve(this.cwd, parts.slice(0, first).join('/') || (word.text.startsWith('/') ? '/' : '.')),
      glob: parts.slice(first).join('/'),
    });
  }
}

/** `env -i A=1 rm x`, `sudo rm x`. An option with a value of its own is taken for the program: then nothing is told. */
function withoutSettings(words: readonly ShellWord[]): readonly ShellWord[] {
  const start = words.findIndex((word) => word.kind !== 'text' || !/^-|^\w+=/.test(word.text));
  return start === -1 ? [] : words.slice(start);
}
