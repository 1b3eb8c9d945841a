import { type Html, html } from './html.js';

/** Never by colour alone: a sign and the word stand with it. */
const MARKS: Readonly<Record<string, { tone: string; sign: string }>> = {
  completed: { tone: 'good', sign: '✓' },
  approved: { tone: 'good', sign: '✓' },
  working: { tone: 'good', sign: '▶' },
  claimed: { tone: 'busy', sign: '▶' },
  open: { tone: 'busy', sign: '▶' },
  failed: { tone: 'bad', sign: '✗' },
  rejected: { tone: 'bad', sign: '✗' },
  dead: { tone: 'bad', sign: '✗' },
  hung: { tone: 'bad', sign: '!' },
  expired: { tone: 'warn', sign: '!' },
  pending: { tone: 'warn', sign: '…' },
  waiting: { tone: 'warn', sign: '…' },
  scheduled: { tone: 'warn', sign: '↻' },
  retried: { tone: 'warn', sign: '↻' },
};

export function stateMark(state: string): Html {
  const { tone, sign } = MARKS[state] ?? { tone: 'quiet', sign: '·' };
  return html`<span class="state" data-tone="${tone}"><span aria-hidden="true">${sign}</span> ${state}</span>`;
}
