/// <reference path="./blessed-screen.d.ts" />
import type { KeyPress } from '../controls/key-press.js';
import type { Canvas, Cell } from '../view/canvas.js';
import type { Look, Theme } from '../view/theme.js';

/** A cell as blessed keeps it: attributes in one number, and the character. */
type ScreenCell = [attributes: number, character: string];

/** The part of a blessed screen that is used: its cells, which its types leave out, and what writes them. */
interface BlessedScreen {
  lines: Array<ScreenCell[] & { dirty: boolean }>;
  width: number;
  height: number;
  program: { _write(text: string): void };
  draw(from: number, to: number): void;
  destroy(): void;
  on(event: 'keypress', listener: (typed: string | undefined, key: BlessedKey) => void): void;
  on(event: 'resize', listener: () => void): void;
}

interface BlessedKey {
  full?: string;
  name?: string;
  ctrl?: boolean;
  meta?: boolean;
}

export interface ScreenOptions {
  input: NodeJS.ReadableStream;
  output: NodeJS.WritableStream;
  terminal: string;
}

const DEFAULT_COLOUR = 0x1ff;

/**
 * The terminal through blessed: its alternate screen, its keys, and cells of which only the changed ones are written.
 * Blessed itself leaves the alternate screen when the process exits or an error is not caught.
 */
export class Screen {
  private constructor(private readonly screen: BlessedScreen) {}

  static async open({ input, output, terminal }: ScreenOptions): Promise<Screen> {
    // Read while it loads: without this, borders come out as letters in a UTF-8 locale.
    process.env.NCURSES_NO_UTF8_ACS = '1';
    const { default: blessedScreen } = await import('blessed/lib/widgets/screen.js');
    const screen = blessedScreen({
      input,
      output,
      terminal,
      fullUnicode: true,
      smartCSR: false,
      warnings: false,
    });
    return new Screen(screen as BlessedScreen);
  }

  get size(): { width: number; height: number } {
    const { width, height } = this.screen;
    return { width, height };
  }

  onKey(press: (key: KeyPress) => void): void {
    this.screen.on('keypress', (typed, key) => {
      const name = nameOf(typed, key);
      // Enter is told twice, as what it is and as what it was sent as.
      if (name === undefined || name === 'return') return;
      press({ name, ...(isTyped(typed, key) ? { typed } : {}) });
    });
  }

  onResize(resized: () => void): void {
    this.screen.on('resize', resized);
  }

  paint(canvas: Canvas, theme: Theme): void {
    const attributes = new Map<string, number>();
    const { lines } = this.screen;
    const height = Math.min(lines.length, canvas.rows.length);
    for (let y = 0; y < height; y += 1) {
      const line = lines[y];
      const row = canvas.rows[y];
      if (!line || !row) continue;
      for (let x = 0; x < Math.min(line.length, row.length); x += 1) {
        const cell = row[x];
        const old = line[x];
        if (!cell || !old) continue;
        const wanted = attributesOf(cell, theme, attributes);
        const character = cell.text === '' ? ' ' : cell.text;
        if (old[0] === wanted && old[1] === character) continue;
        old[0] = wanted;
        old[1] = character;
        line.dirty = true;
      }
    }
    if (height > 0) this.screen.draw(0, height - 1);
  }

  /** OSC 52: the terminal, also one at the other end of ssh, puts it on its clipboard, where it is allowed to. */
  copy(text: string): void {
    this.screen.program._write(`\u001b]52;c;${Buffer.from(text).toString('base64')}\u0007`);
  }

  close(): void {
    this.screen.destroy();
  }
}

function attributesOf(cell: Cell, theme: Theme, known: Map<string, number>): number {
  const name = `${cell.style} ${cell.highlight}`;
  const before = known.get(name);
  if (before !== undefined) return before;
  const over: Look = cell.highlight === 'none' ? {} : theme[cell.highlight];
  const made = encode({ ...theme.styles[cell.style], ...over });
  known.set(name, made);
  return made;
}

function encode({ foreground, background, bold, underline, inverse }: Look): number {
  const flags = (bold ? 1 : 0) | (underline ? 2 : 0) | (inverse ? 8 : 0);
  return (flags << 18) | ((foreground ?? DEFAULT_COLOUR) << 9) | (background ?? DEFAULT_COLOUR);
}

/** Letters by what they are, `G` and not `S-g`; other keys by their name. */
function nameOf(typed: string | undefined, key: BlessedKey): string | undefined {
  if (isTyped(typed, key)) return typed;
  return key.full ?? key.name;
}

function isTyped(typed: string | undefined, { ctrl, meta }: BlessedKey): typed is string {
  return typed !== undefined && !ctrl && !meta && typed >= ' ' && typed !== '\u007f';
}
