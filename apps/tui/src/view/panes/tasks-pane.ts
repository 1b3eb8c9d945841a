import type { TaskState } from '@agentcoord/core';
import type { DashboardModel } from '../../model/dashboard-model.js';
import type { TaskRow } from '../../model/task-row.js';
import { age } from '../age.js';
import { span } from '../line.js';
import { nameOf } from '../name-of.js';
import { styleOfState } from '../state-style.js';
import type { Pane } from './pane.js';

export const tasksPane: Pane<TaskRow> = {
  name: 'tasks',
  title: 'Tasks',
  empty: 'No tasks. Press n for the first one.',
  items: (model) => [...model.tasks.all()].sort(byUrgency),
  key: ({ id }) => id,
  found: ({ id, title, tags, state, worker }) => ({
    text: `${title} ${id}`,
    tags,
    state,
    agent: worker ?? '',
  }),
  sorts: [
    { name: 'urgency' },
    { name: 'newest', compare: (a, b) => b.sequence - a.sequence },
    { name: 'changed', compare: (a, b) => b.changedAt - a.changedAt },
    { name: 'priority', compare: (a, b) => b.priority - a.priority || a.sequence - b.sequence },
    { name: 'title', compare: (a, b) => (a.title < b.title ? -1 : 1) },
  ],
  summary: ({ tasks }: DashboardModel, _now, { width, glyph }) => {
    const present = SHOWN_STATES.filter((state) => tasks.counts[state] > 0);
    const words = present.map((state) => `${tasks.counts[state]} ${state}`);
    const isRoomy = words.join('  ').length <= width - 30;
    return present.map((state, index) =>
      span(
        `${index === 0 ? '' : '  '}${isRoomy ? (words[index] ?? '') : `${glyph(state)} ${tasks.counts[state]}`}`,
        styleOfState(state),
      ),
    );
  },
  columns: [
    {
      title: 'STATE',
      width: 11,
      cell: ({ state }, { glyph }) => span(`${glyph(state)} ${state}`, styleOfState(state)),
    },
    {
      title: 'P',
      width: 1,
      cell: ({ priority }) =>
        span(`${priority}`, priority >= 5 ? 'warning' : priority <= 2 ? 'faint' : 'text'),
    },
    { title: 'TITLE', width: 'rest', cell: ({ title, state }) => span(title, titleStyle(state)) },
    {
      title: 'DONE',
      width: 6,
      from: 80,
      cell: ({ progress }, { meter }) =>
        span(progress?.percent === undefined ? '' : meter(progress.percent / 100, 6), 'good'),
    },
    { title: 'TAGS', width: 14, from: 96, cell: ({ tags }) => span(tags.join(' '), 'accent') },
    { title: 'WORKER', width: 14, from: 56, cell: ({ worker }) => span(nameOf(worker ?? '')) },
    {
      title: 'TRY',
      width: 4,
      from: 70,
      align: 'right',
      cell: ({ attempts, maxAttempts }) =>
        span(attempts === 0 ? '' : `${attempts}/${maxAttempts}`, attempts > 1 ? 'warning' : 'faint'),
    },
    {
      title: 'AGE',
      width: 4,
      align: 'right',
      cell: ({ changedAt }, { now }) => span(age(now - changedAt), 'faint'),
    },
  ],
};

const SHOWN_STATES: readonly TaskState[] = [
  'claimed',
  'ready',
  'scheduled',
  'blocked',
  'completed',
  'failed',
  'cancelled',
];
const RANK: Readonly<Record<TaskState, number>> = {
  claimed: 0,
  failed: 1,
  ready: 2,
  scheduled: 3,
  blocked: 4,
  completed: 5,
  cancelled: 5,
};

/** What runs, what failed, what comes next in the order it is claimed in, and what is over, the newest first. */
function byUrgency(a: TaskRow, b: TaskRow): number {
  const rank = RANK[a.state] - RANK[b.state];
  if (rank !== 0) return rank;
  if (a.state === 'ready' || a.state === 'claimed' || a.state === 'blocked')
    return b.priority - a.priority || a.sequence - b.sequence;
  return b.changedAt - a.changedAt || b.sequence - a.sequence;
}

function titleStyle(state: TaskState): 'faint' | 'text' {
  return state === 'completed' || state === 'cancelled' ? 'faint' : 'text';
}
