import { printable } from '@agentcoord/core';
import type { KeyPress } from './key-press.js';

const MAX_CHARACTERS = 4_000;

/** One line of text being typed. */
export class LineEditor {
  private characters: string[];
  cursor: number;

  constructor(text = '') {
    this.characters = [...text];
    this.cursor = this.characters.length;
  }

  get text(): string {
    return this.characters.join('');
  }

  set text(text: string) {
    this.characters = [...text];
    this.cursor = this.characters.length;
  }

  get beforeCursor(): string {
    return this.characters.slice(0, this.cursor).join('');
  }

  get afterCursor(): string {
    return this.characters.slice(this.cursor).join('');
  }

  /** False for a key that is not about typing. */
  press({ name, typed }: KeyPress): boolean {
    if (typed !== undefined) return this.insert(typed);
    const move = MOVES[name];
    if (!move) return false;
    move(this);
    return true;
  }

  moveTo(cursor: number): void {
    this.cursor = Math.max(0, Math.min(this.characters.length, cursor));
  }

  remove(from: number, to: number): void {
    if (from < 0) return;
    this.characters.splice(from, to - from);
    this.cursor = from;
  }

  get length(): number {
    return this.characters.length;
  }

  private insert(typed: string): boolean {
    const clean = [...printable(typed, { singleLine: true })];
    if (this.characters.length + clean.length > MAX_CHARACTERS) return true;
    this.characters.splice(this.cursor, 0, ...clean);
    this.cursor += clean.length;
    return true;
  }
}

const MOVES: Readonly<Record<string, (editor: LineEditor) => void>> = {
  backspace: (editor) => editor.remove(editor.cursor - 1, editor.cursor),
  delete: (editor) => editor.remove(editor.cursor, editor.cursor + 1),
  left: (editor) => editor.moveTo(editor.cursor - 1),
  right: (editor) => editor.moveTo(editor.cursor + 1),
  home: (editor) => editor.moveTo(0),
  end: (editor) => editor.moveTo(editor.length),
  'C-a': (editor) => editor.moveTo(0),
  'C-e': (editor) => editor.moveTo(editor.length),
  'C-u': (editor) => editor.remove(0, editor.cursor),
  'C-k': (editor) => {
    const { cursor } = editor;
    editor.remove(cursor, editor.length);
  },
  'C-w': (editor) => {
    const kept = editor.beforeCursor.replace(/\S+\s*$/, '');
    editor.remove([...kept].length, editor.cursor);
  },
};
