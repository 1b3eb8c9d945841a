import type { Field, Form } from '../../controls/forms/form.js';
import { endThatFits } from '../cells.js';
import type { Drawing } from '../frame.js';
import { type Line, type Span, span, wrap } from '../line.js';
import type { StyleName } from '../theme.js';
import type { Dialog } from './draw-overlay.js';

interface Look {
  isHere: boolean;
  style: StyleName;
}

const LABEL = 13;
/** From this height there is room for blank lines around the hint. */
const AIRY = 24;

/** A line a field; below them what is to be said about the one that one is in. */
export function formLines(drawing: Drawing, form: Form): Dialog {
  const { width, height } = drawing;
  const wide = Math.min(84, width - 4);
  const blank: Line[] = height >= AIRY ? [[]] : [];
  const here = form.fields[form.index];
  const problem = here && form.problemOf(here);
  const told = wrap(problem ?? here?.hint ?? '', wide - 6).slice(0, 2);
  const lines: Line[] = [
    ...blank,
    ...form.fields.map((field) => fieldLine(drawing, form, field, wide - LABEL - 6)),
    ...blank,
    ...told.map((text): Line => [span('  '), span(text, problem === undefined ? 'faint' : 'bad')]),
    // The keys stay where they are when a hint takes one line or two.
    ...(blank.length > 0 && told.length < 2 ? [[]] : []),
    ...blank,
    keysLine(form, here),
  ];
  return { title: form.input.title, style: 'focus', width: wide, lines };
}

function fieldLine(drawing: Drawing, form: Form, field: Field, room: number): Line {
  const isHere = form.fields[form.index] === field;
  const isWrong = form.problemOf(field) !== undefined;
  const isUsed = form.isUsed(field);
  const labelStyle = isWrong ? 'bad' : isHere ? 'focus' : isUsed ? 'heading' : 'faint';
  return [
    span(isHere ? '> ' : isWrong ? '! ' : '  ', isWrong ? 'bad' : 'focus'),
    span(field.label.padEnd(LABEL), labelStyle),
    ...(field.choices === undefined
      ? textOf(drawing, field, { isHere, room, style: isUsed ? 'text' : 'faint' })
      : choiceOf(drawing, field, { isHere, style: isUsed ? 'text' : 'faint' })),
  ];
}

function textOf(
  { glyphs }: Drawing,
  { editor }: Field,
  { isHere, room, style }: Look & { room: number },
): Span[] {
  if (!isHere) return [span(endThatFits(editor.text, room), style)];
  return [
    span(endThatFits(editor.beforeCursor, room - 2)),
    span(glyphs.cursor, 'key'),
    span(editor.afterCursor),
  ];
}

function choiceOf({ glyphs }: Drawing, { editor }: Field, { isHere, style }: Look): Span[] {
  if (!isHere) return [span(editor.text, style)];
  return [span(`${glyphs.left} `, 'key'), span(editor.text, 'title'), span(` ${glyphs.right}`, 'key')];
}

function keysLine({ input, fields, index }: Form, here: Field | undefined): Line {
  const isLast = index === fields.length - 1;
  const keys: Array<[string, string]> = [
    ...(here?.choices === undefined ? [] : ([[`Left Right`, 'choose']] as Array<[string, string]>)),
    ['Tab', 'next'],
    ['Enter', isLast ? input.verb : 'next'],
    ['Ctrl-s', input.verb],
    ['Esc', 'leaves'],
  ];
  return [
    span('  '),
    ...keys.flatMap(([key, what]): Line => [span(key, 'key'), span(` ${what}   `, 'faint')]),
  ];
}
