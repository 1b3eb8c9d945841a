import { Writable } from 'node:stream';
import type { OutputStream } from '../command-context.js';

export interface TerminalLook {
  colours: boolean;
  unicode: boolean;
}

/** The signs that the prompts draw with, one for one: what is redrawn counts its cells. */
const SIGNS: Readonly<Record<string, string>> = {
  '│': '|',
  '┌': '+',
  '└': '+',
  '├': '+',
  '╮': '+',
  '╯': '+',
  '╭': '+',
  '╰': '+',
  '─': '-',
  '—': '-',
  '–': '-',
  '◆': '*',
  '◇': 'o',
  '●': '>',
  '○': ' ',
  '◻': '.',
  '◼': 'x',
  '▲': '!',
  '■': 'x',
  '•': '*',
  '…': '.',
  '“': '"',
  '”': '"',
  '·': '-',
  '←': '<',
  '→': '>',
  '↑': '^',
  '↓': 'v',
};

const ESCAPE = '\u001b';
const COLOURS = new RegExp(`${ESCAPE}\\[[\\d;]*m`, 'g');

/**
 * A terminal that gets no colours where NO_COLOR is set, and ASCII alone where the locale is not UTF-8; the library that draws the
 * prompts knows neither.
 */
export class TerminalOutput extends Writable {
  readonly isTTY = true;

  constructor(
    private readonly terminal: NodeJS.WriteStream,
    private readonly look: TerminalLook,
  ) {
    super({ decodeStrings: false });
    terminal.on('resize', this.onResize);
  }

  get columns(): number {
    return this.terminal.columns;
  }

  get rows(): number {
    return this.terminal.rows;
  }

  override _write(chunk: string | Uint8Array, _encoding: string, done: (error?: Error | null) => void): void {
    const text = typeof chunk === 'string' ? chunk : Buffer.from(chunk).toString('utf8');
    this.terminal.write(shownText(text, this.look), done);
  }

  override _destroy(error: Error | null, done: (error?: Error | null) => void): void {
    this.terminal.off('resize', this.onResize);
    done(error);
  }

  private readonly onResize = (): void => {
    this.emit('resize');
  };
}

function shownText(text: string, { colours, unicode }: TerminalLook): string {
  const painted = colours ? text : text.replace(COLOURS, '');
  return unicode ? painted : painted.replace(/[\u0080-\u{10ffff}]/gu, (sign) => SIGNS[sign] ?? '?');
}

export function asWriteStream(output: OutputStream): NodeJS.WriteStream {
  return output as unknown as NodeJS.WriteStream;
}
