import type { AuditEntry } from '@agentcoord/audit';
import { clockTime } from '../age.js';
import { span } from '../line.js';
import { nameOf } from '../name-of.js';
import type { Pane } from './pane.js';

export const auditPane: Pane<AuditEntry> = {
  name: 'audit',
  title: 'Audit',
  empty: 'The audit log is empty.',
  isTail: true,
  items: (model) => model.audit,
  key: ({ sequence }) => `${sequence}`,
  found: ({ type, context, reason, author }) => ({
    text: [type, context, reason].join(' '),
    state: type,
    agent: author,
  }),
  sorts: [{ name: 'order of the store' }],
  summary: ({ audit }) => [span(audit.length === 0 ? '' : `to #${audit.at(-1)?.sequence}`)],
  columns: [
    { title: 'TIME', width: 8, cell: ({ at }) => span(clockTime(at), 'faint') },
    { title: 'WHO', width: 12, cell: ({ author }) => span(nameOf(author), 'heading') },
    { title: 'WHAT', width: 18, cell: ({ type }) => span(type, 'accent') },
    {
      title: 'ABOUT',
      width: 'rest',
      cell: ({ context, reason }) => span([context, reason].filter(Boolean).join(': ')),
    },
  ],
};
