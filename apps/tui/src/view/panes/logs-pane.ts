import type { DashboardModel, LogText } from '../../model/dashboard-model.js';
import { clockTime } from '../age.js';
import { span } from '../line.js';
import type { StyleName } from '../theme.js';
import { eventActor, eventText } from './event-text.js';
import type { Pane } from './pane.js';

export interface LogRow {
  key: string;
  time: string;
  source: string;
  text: string;
  style: StyleName;
}

/** What workers of this host write, and where none does, what happens in the store. */
export const logsPane: Pane<LogRow> = {
  name: 'logs',
  title: 'Logs',
  empty: 'Nothing has happened yet.',
  isTail: true,
  items: rowsOf,
  key: ({ key }) => key,
  found: ({ source, text }) => ({ text: `${source} ${text}`, agent: source }),
  sorts: [{ name: 'order of time' }],
  summary: ({ logs }) => [span(logs.length > 0 ? 'of workers here' : 'events')],
  columns: [
    { title: 'TIME', width: 8, cell: ({ time }) => span(time, 'faint') },
    { title: 'WHO', width: 14, cell: ({ source }) => span(source, 'heading') },
    { title: 'TEXT', width: 'rest', cell: ({ text, style }) => span(text, style) },
  ],
};

function rowsOf({ logs, events, tasks }: DashboardModel): LogRow[] {
  if (logs.length > 0) return logs.map(logRow);
  const said = new Map<string, string>();
  const workers = new Map<string, string>();
  return events.flatMap((event): LogRow[] => {
    const { sequence, at, type, kind, id } = event;
    const text = eventText(event, kind === 'task' ? tasks.get(id)?.title : undefined);
    // An agent's record is written also where nothing in it is news.
    if (kind === 'record' && said.get(id) === text) return [];
    said.set(id, text);
    // Who ended a task is not said by the event that it ended.
    const source = eventActor(event) || (workers.get(id) ?? '');
    if (type === 'task-claimed') workers.set(id, source);
    return [{ key: `${sequence}`, time: clockTime(at), source, text, style: styleOf(type) }];
  });
}

function logRow({ source, text, at, level }: LogText, index: number): LogRow {
  const style = level === 'error' ? 'bad' : level === 'warn' ? 'warning' : 'text';
  const time = at === undefined ? '' : clockTime(at);
  return { key: `${index} ${at ?? ''} ${text}`, time, source, text, style };
}

function styleOf(type: string): StyleName {
  if (/failed|revoked|refused/.test(type)) return 'bad';
  if (/expired|evicted|retried|cancelled/.test(type)) return 'warning';
  return type === 'task-completed' ? 'good' : 'text';
}
