import type { ThreadSummary } from '@agentcoord/board';
import type { Detail } from '../../model/detail.js';
import { age } from '../age.js';
import { nameOf } from '../name-of.js';
import { styleOfState } from '../state-style.js';
import type { Sheet } from './sheet.js';

export function threadDetail(sheet: Sheet, thread: ThreadSummary, detail: Detail | undefined): void {
  sheet.heading(thread.title, 'title');
  sheet.field('State', `${thread.state}, ${thread.priority} priority`, styleOfState(thread.state));
  sheet.field('Tags', thread.tags.join(' '), 'accent');
  const posts = detail?.kind === 'thread' && detail.id === thread.id ? detail.posts : [];
  for (const { author, at, kind, message, to } of posts) {
    sheet.blank();
    const what = kind === 'resolve' ? ' resolved it' : kind === 'reopen' ? ' opened it again' : '';
    const whom = to.length === 0 ? '' : ` to ${to.join(', ')}`;
    sheet.heading(`${nameOf(author)}${what}${whom}, ${age(sheet.now - at)} ago`, 'heading');
    if (message !== undefined) sheet.text(message);
  }
}
