import type { DashboardModel, LogText } from '../../model/dashboard-model.js';
import { isObject, type SeenEvent, textOf } from '../../model/seen-event.js';
import { clockTime } from '../age.js';
import { span } from '../line.js';
import { nameOf } from '../name-of.js';
import type { StyleName } from '../theme.js';
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
  return events.map((event) => {
    const { sequence, at, type, kind, id } = event;
    const title = kind === 'task' ? tasks.get(id)?.title : undefined;
    const text = `${type}  ${title ?? id}`;
    return { key: `${sequence}`, time: clockTime(at), source: whoOf(event), text, style: styleOf(type) };
  });
}

function logRow({ source, text, at, level }: LogText, index: number): LogRow {
  const style = level === 'error' ? 'bad' : level === 'warn' ? 'warning' : 'text';
  const time = at === undefined ? '' : clockTime(at);
  return { key: `${index} ${at ?? ''} ${text}`, time, source, text, style };
}

function whoOf({ fields }: SeenEvent): string {
  const { claim, holder, author, value } = fields;
  const worker = isObject(claim) ? textOf(claim.worker) : undefined;
  const name = isObject(value) ? textOf(value.name) : undefined;
  return nameOf(worker ?? textOf(holder) ?? textOf(author) ?? name ?? textOf(fields.createdBy) ?? '');
}

function styleOf(type: string): StyleName {
  if (/failed|revoked|refused/.test(type)) return 'bad';
  if (/expired|evicted|retried|cancelled/.test(type)) return 'warning';
  return type === 'task-completed' ? 'good' : 'text';
}
