import type { LockInfo } from '@agentcoord/locks';
import { age } from '../age.js';
import { span } from '../line.js';
import { nameOf } from '../name-of.js';
import type { Pane } from './pane.js';

export const locksPane: Pane<LockInfo> = {
  name: 'locks',
  title: 'Locks',
  empty: 'Nothing is locked.',
  items: (model, now) => model.locks.held(now),
  key: ({ grantId, path }) => `${grantId} ${path}`,
  found: ({ path, holder, agent, intent }) => ({
    text: `${path} ${intent ?? ''}`,
    agent: agent ?? holder,
  }),
  sorts: [
    { name: 'contended' },
    { name: 'path', compare: (a, b) => (a.path < b.path ? -1 : 1) },
    { name: 'time left', compare: (a, b) => a.expiresAt - b.expiresAt },
  ],
  summary: (model, now) => {
    const held = model.locks.held(now);
    const waiting = new Set(held.flatMap(({ waiters }) => waiters.map(({ holder }) => holder))).size;
    return [span(`${held.length}`), span(waiting > 0 ? `, ${waiting} waiting` : '', 'warning')];
  },
  columns: [
    {
      title: 'FILE',
      width: 'rest',
      cell: ({ path, scope, waiters }) =>
        span(scope === 'tree' ? `${path}/` : path, waiters.length > 0 ? 'warning' : 'text'),
    },
    { title: 'HELD BY', width: 12, cell: ({ agent, holder }) => span(agent ?? nameOf(holder), 'heading') },
    { title: 'INTENT', width: 20, from: 56, cell: ({ intent }) => span(intent ?? '', 'faint') },
    {
      title: 'WAIT',
      width: 4,
      align: 'right',
      cell: ({ waiters }) => span(waiters.length === 0 ? '' : `${waiters.length}`, 'warning'),
    },
    {
      title: 'LEFT',
      width: 4,
      align: 'right',
      cell: ({ expiresAt }, { now }) =>
        span(age(expiresAt - now), expiresAt - now < 10_000 ? 'warning' : 'faint'),
    },
  ],
};
