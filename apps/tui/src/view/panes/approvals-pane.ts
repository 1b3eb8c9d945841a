import type { Approval } from '@agentcoord/approvals';
import { age } from '../age.js';
import { span } from '../line.js';
import { nameOf } from '../name-of.js';
import { styleOfState } from '../state-style.js';
import type { Pane } from './pane.js';

export const approvalsPane: Pane<Approval> = {
  name: 'approvals',
  title: 'Approvals',
  empty: 'Nothing waits for you.',
  items: (model, now) => model.approvals.shown(now),
  key: ({ id }) => id,
  found: ({ action, description, requestedBy, tags, status }) => ({
    text: `${action} ${description ?? ''}`,
    tags,
    state: status,
    agent: requestedBy,
  }),
  sorts: [{ name: 'waiting' }, { name: 'newest', compare: (a, b) => b.requestedAt - a.requestedAt }],
  summary: (model, now) => {
    const pending = model.approvals.shown(now).filter(({ status }) => status === 'pending').length;
    return pending === 0 ? [] : [span(`${pending} waiting`, 'warning')];
  },
  columns: [
    {
      title: 'REQUEST',
      width: 'rest',
      cell: ({ action, description, status }, { glyph }) =>
        span(
          `${glyph(status)} ${action}${description ? `: ${description}` : ''}`,
          status === 'pending' ? 'text' : 'faint',
        ),
    },
    { title: 'BY', width: 12, cell: ({ requestedBy }) => span(nameOf(requestedBy), 'heading') },
    { title: 'STATUS', width: 9, from: 54, cell: ({ status }) => span(status, styleOfState(status)) },
    {
      title: 'LEFT',
      width: 4,
      align: 'right',
      cell: ({ status, expiresAt }, { now }) =>
        status === 'pending'
          ? span(age(expiresAt - now), expiresAt - now < 60_000 ? 'bad' : 'warning')
          : span(''),
    },
  ],
};
