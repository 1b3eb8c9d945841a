import type { TaskForm } from '../../controls/task-form.js';
import { columnsOf } from '../cells.js';
import type { Drawing } from '../frame.js';
import { type Line, span } from '../line.js';
import type { Dialog } from './draw-overlay.js';

export function formLines({ width, glyphs }: Drawing, form: TaskForm): Dialog {
  const wide = Math.min(84, width - 4);
  const lines: Line[] = [];
  for (const [index, { label, hint, editor, check }] of form.fields.entries()) {
    const isHere = index === form.index;
    const problem = form.isChecked ? check(editor.text) : undefined;
    const room = wide - 18;
    const before = endOf(editor.beforeCursor, room - 2);
    lines.push([
      span(isHere ? '> ' : '  ', 'focus'),
      span(label.padEnd(13), isHere ? 'focus' : 'heading'),
      span(isHere ? before : endOf(editor.text, room)),
      ...(isHere ? [span(glyphs.cursor, 'key'), span(editor.afterCursor)] : []),
    ]);
    lines.push([span(' '.repeat(15)), span(problem ?? hint, problem === undefined ? 'faint' : 'bad')]);
  }
  lines.push(
    [],
    [
      span('Tab', 'key'),
      span(' next  ', 'faint'),
      span('Enter', 'key'),
      span(' next, adds at the end  ', 'faint'),
      span('Ctrl-s', 'key'),
      span(' adds  ', 'faint'),
      span('Esc', 'key'),
      span(' leaves', 'faint'),
    ],
  );
  return { title: 'New task', style: 'focus', width: wide, lines };
}

function endOf(text: string, width: number): string {
  const letters = [...text];
  while (letters.length > 0 && columnsOf(letters.join('')) > width) letters.shift();
  return letters.join('');
}
