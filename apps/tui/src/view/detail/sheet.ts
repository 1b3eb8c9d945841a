import { age, clockTime } from '../age.js';
import { fit, type Line, span, wrap } from '../line.js';
import type { StyleName } from '../theme.js';

const LABEL = 11;
/** A description may have 32,768 characters; what is shown of one text ends here, and says so. */
const MAX_LINES = 400;

/** Facts about one thing, line by line: a label and its value, broken to the width. */
export class Sheet {
  readonly lines: Line[] = [];

  constructor(
    readonly width: number,
    readonly now: number,
  ) {}

  heading(text: string, style: StyleName = 'text'): void {
    for (const line of wrap(text, this.width)) this.lines.push([span(line, style)]);
  }

  /** Left out where there is no value. */
  field(label: string, value: string | number | undefined, style: StyleName = 'text'): void {
    if (value === undefined || value === '') return;
    const [first = '', ...rest] = this.cut(wrap(String(value), Math.max(8, this.width - LABEL)));
    this.lines.push([span(fit(label, LABEL), 'heading'), span(first, style)]);
    for (const line of rest) this.lines.push([span(' '.repeat(LABEL)), span(line, style)]);
  }

  time(label: string, at: number | undefined): void {
    if (at === undefined) return;
    const ms = this.now - at;
    this.field(label, ms >= 0 ? `${age(ms)} ago (${clockTime(at)})` : `in ${age(-ms)} (${clockTime(at)})`);
  }

  text(text: string, style: StyleName = 'text'): void {
    for (const line of this.cut(wrap(text, this.width))) this.lines.push([span(line, style)]);
  }

  blank(): void {
    this.lines.push([]);
  }

  private cut(lines: string[]): string[] {
    if (lines.length <= MAX_LINES) return lines;
    return [...lines.slice(0, MAX_LINES), `(${lines.length - MAX_LINES} more lines; --json has them)`];
  }
}
