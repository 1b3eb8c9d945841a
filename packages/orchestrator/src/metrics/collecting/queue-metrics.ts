import { DEFAULT_QUEUE, MAX_PAGE, type Storage, TASK_STATES, type Task } from '@agentcoord/core';
import { limitLabels } from '../label-limit.js';
import { gauge, type Metric } from '../metric.js';

/** Tags of more tasks than this are not looked at: a scrape must not read a backlog of a million. */
const MOST_TASKS = 20_000;

interface Group {
  state: string;
  tag: string;
  tasks: number;
  oldestAt: number;
}

/** How many tasks there are and how long the oldest has been in the queue, whole and by tag. */
export async function queueMetrics(storage: Pick<Storage, 'queues' | 'now'>): Promise<Metric[]> {
  const [{ counts, oldestReadyAt }, now, { groups, complete }] = await Promise.all([
    storage.queues.stats({ queue: DEFAULT_QUEUE }),
    storage.now(),
    groupTasks(storage),
  ]);
  const name = limitLabels(groups, { value: ({ tag }) => tag, weight: ({ tasks }) => tasks });
  const merged = merge(groups, name);
  const labelsOf = ({ state, tag }: Group) => ({ state, tag });
  return [
    gauge(
      'tasks',
      'Tasks by state.',
      TASK_STATES.map((state) => ({ labels: { state }, value: counts[state] })),
    ),
    gauge('ready_task_oldest_seconds', 'For how long the oldest ready task has been ready; 0 without any.', [
      { labels: {}, value: oldestReadyAt === undefined ? 0 : seconds(now - oldestReadyAt) },
    ]),
    gauge(
      'tagged_tasks',
      'Tasks that have not ended, by state and tag; a task with two tags counts for both, one without for the empty tag.',
      merged.map((group) => ({ labels: labelsOf(group), value: group.tasks })),
    ),
    gauge(
      'tagged_task_oldest_seconds',
      'How long ago the oldest of these tasks was added.',
      merged.map((group) => ({ labels: labelsOf(group), value: seconds(now - group.oldestAt) })),
    ),
    gauge(
      'tagged_tasks_complete',
      `1 where all tasks were looked at for their tags; 0: the first ${MOST_TASKS}.`,
      [{ labels: {}, value: complete ? 1 : 0 }],
    ),
  ];
}

async function groupTasks(storage: Pick<Storage, 'queues'>): Promise<{ groups: Group[]; complete: boolean }> {
  const groups = new Map<string, Group>();
  let cursor: string | undefined;
  for (let seen = 0; seen < MOST_TASKS; seen += MAX_PAGE) {
    const page = await storage.queues.list({
      queue: DEFAULT_QUEUE,
      states: ['ready', 'claimed', 'scheduled', 'blocked'],
      limit: MAX_PAGE,
      ...(cursor === undefined ? {} : { cursor }),
    });
    for (const task of page.tasks) count(groups, task);
    cursor = page.cursor;
    if (cursor === undefined) return { groups: [...groups.values()], complete: true };
  }
  return { groups: [...groups.values()], complete: false };
}

function count(groups: Map<string, Group>, { state, tags, createdAt }: Task): void {
  for (const tag of tags.length === 0 ? [''] : tags) {
    const key = `${state} ${tag}`;
    const group = groups.get(key) ?? { state, tag, tasks: 0, oldestAt: createdAt };
    groups.set(key, group);
    group.tasks += 1;
    group.oldestAt = Math.min(group.oldestAt, createdAt);
  }
}

/** Tags that share a label are one sample: two of the same labels are no valid exposition. */
function merge(groups: readonly Group[], name: (tag: string) => string): Group[] {
  const merged = new Map<string, Group>();
  for (const { state, tag, tasks, oldestAt } of groups) {
    const label = name(tag);
    const key = `${state} ${label}`;
    const known = merged.get(key);
    if (known) {
      known.tasks += tasks;
      known.oldestAt = Math.min(known.oldestAt, oldestAt);
    } else merged.set(key, { state, tag: label, tasks, oldestAt });
  }
  return [...merged.values()];
}

function seconds(ms: number): number {
  return Math.max(0, ms) / 1000;
}
