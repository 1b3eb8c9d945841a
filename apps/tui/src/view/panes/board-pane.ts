import type { ThreadSummary } from '@agentcoord/board';
import { age } from '../age.js';
import { span } from '../line.js';
import { nameOf } from '../name-of.js';
import type { Pane } from './pane.js';

export const boardPane: Pane<ThreadSummary> = {
  name: 'board',
  title: 'Board',
  empty: 'Nobody has said anything yet.',
  items: (model) => model.threads,
  key: ({ id }) => id,
  found: ({ title, tags, state, author, priority }) => ({
    text: `${title} ${priority}`,
    tags,
    state,
    agent: author,
  }),
  sorts: [
    { name: 'latest' },
    { name: 'newest', compare: (a, b) => b.sequence - a.sequence },
    { name: 'replies', compare: (a, b) => b.replies - a.replies },
  ],
  summary: ({ threads }) => [span(`${threads.filter(({ state }) => state === 'open').length} open`, 'text')],
  columns: [
    {
      title: 'THREAD',
      width: 'rest',
      cell: ({ title, state, priority }, { glyph }) =>
        span(
          `${priority === 'high' && state === 'open' ? '!' : glyph(state)} ${title}`,
          state === 'resolved' ? 'faint' : priority === 'high' ? 'warning' : 'text',
        ),
    },
    { title: 'BY', width: 12, cell: ({ author }) => span(nameOf(author), 'heading') },
    { title: 'LAST', width: 12, from: 60, cell: ({ lastAuthor }) => span(nameOf(lastAuthor), 'faint') },
    {
      title: 'REPL',
      width: 4,
      align: 'right',
      cell: ({ replies }) => span(replies === 0 ? '' : `${replies}`),
    },
    {
      title: 'AGE',
      width: 4,
      align: 'right',
      cell: ({ lastAt }, { now }) => span(age(now - lastAt), 'faint'),
    },
  ],
};
