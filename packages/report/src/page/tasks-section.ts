import { TASK_STATES } from '@agentcoord/core';
import type { Report, TaskStory } from '../report.js';
import { type Html, html } from './html.js';
import { stateMark } from './state-mark.js';
import { table } from './table.js';
import { duration, grouped, timeText } from './words.js';

const FIRST: readonly string[] = ['failed', 'claimed', 'scheduled', 'blocked'];

/** What failed comes first, then what has not ended: that is what somebody looks for. */
export function tasksSection({ tasks, counts }: Report): Html {
  const sorted = [...tasks].sort((a, b) => rank(a) - rank(b));
  const states = TASK_STATES.filter((state) => counts[state] > 0);
  return html`<section aria-labelledby="tasks">
<h2 id="tasks">Tasks</h2>
${
  tasks.length === 0
    ? html`<p>There were no tasks.</p>`
    : html`<ul class="counts">${states.map((state) => html`<li>${stateMark(state)} <b data-state="${state}">${grouped(counts[state])}</b></li>`)}</ul>
<p class="filter" hidden><label>Show only rows with <input type="search" data-filter="tasks-table"></label> <output></output></p>
<div id="tasks-table">${table(sorted, COLUMNS, 'All tasks')}</div>`
}
</section>`;
}

const COLUMNS = [
  {
    title: 'Task',
    cell: ({ title, trouble, state }: TaskStory) =>
      html`${title}${trouble !== undefined && state !== 'completed' ? html`<small class="trouble">${trouble}</small>` : undefined}`,
  },
  { title: 'State', cell: ({ state }: TaskStory) => stateMark(state) },
  { title: 'Agents', cell: ({ agents }: TaskStory) => agents.join(', ') },
  { title: 'Priority', cell: ({ priority }: TaskStory) => priority, isNumber: true },
  {
    title: 'Attempts',
    cell: ({ attempts, maxAttempts }: TaskStory) => `${attempts} of ${maxAttempts}`,
    isNumber: true,
  },
  { title: 'Worked', cell: ({ workedMs }: TaskStory) => duration(workedMs), isNumber: true },
  { title: 'Ended', cell: ({ endedAt }: TaskStory) => (endedAt === undefined ? '' : timeText(endedAt)) },
];

function rank({ state }: TaskStory): number {
  const index = FIRST.indexOf(state);
  return index === -1 ? FIRST.length : index;
}
