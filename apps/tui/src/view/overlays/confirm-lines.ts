import type { Confirmation } from '../../controls/overlay.js';
import type { Drawing } from '../frame.js';
import { span, wrap } from '../line.js';
import type { Dialog } from './draw-overlay.js';

export function confirmLines({ width }: Drawing, { question, consequence }: Confirmation): Dialog {
  const wide = Math.min(70, width - 4);
  return {
    title: 'Sure?',
    style: 'warning',
    width: wide,
    lines: [
      [],
      ...wrap(question, wide - 4).map((line) => [span(line, 'title')]),
      ...wrap(consequence, wide - 4).map((line) => [span(line)]),
      [],
      [
        span('y', 'key'),
        span(' yes    ', 'text'),
        span('any other key', 'key'),
        span(' no (default)', 'faint'),
      ],
    ],
  };
}
