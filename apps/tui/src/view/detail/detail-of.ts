import type { Approval } from '@agentcoord/approvals';
import type { AuditEntry } from '@agentcoord/audit';
import type { ThreadSummary } from '@agentcoord/board';
import type { LockInfo } from '@agentcoord/locks';
import type { JudgedAgent } from '../../model/agent-table.js';
import type { TaskRow } from '../../model/task-row.js';
import type { Drawing } from '../frame.js';
import { type Line, span } from '../line.js';
import { nameOf } from '../name-of.js';
import type { LogRow } from '../panes/logs-pane.js';
import { agentDetail } from './agent-detail.js';
import { approvalDetail } from './approval-detail.js';
import { lockDetail } from './lock-detail.js';
import { Sheet } from './sheet.js';
import { taskDetail } from './task-detail.js';
import { threadDetail } from './thread-detail.js';

export function detailOf({ model, controller, now }: Drawing, width: number): Line[] {
  const item = controller.selected(controller.list);
  if (item === undefined) return [[span('Nothing is selected.', 'faint')]];
  const sheet = new Sheet(width, now);
  switch (controller.list) {
    case 'agents':
      agentDetail(sheet, item as JudgedAgent, model);
      break;
    case 'tasks':
      taskDetail(sheet, item as TaskRow, model.detail);
      break;
    case 'locks':
      lockDetail(sheet, item as LockInfo);
      break;
    case 'approvals':
      approvalDetail(sheet, item as Approval);
      break;
    case 'board':
      threadDetail(sheet, item as ThreadSummary, model.detail);
      break;
    case 'audit':
      auditDetail(sheet, item as AuditEntry);
      break;
    case 'logs':
      logDetail(sheet, item as LogRow);
  }
  return sheet.lines;
}

function auditDetail(sheet: Sheet, entry: AuditEntry): void {
  sheet.heading(entry.type, 'accent');
  sheet.field('Who', nameOf(entry.author));
  sheet.time('When', entry.at);
  sheet.field('About', entry.context);
  sheet.field('Why', entry.reason);
  sheet.field('Details', entry.details === undefined ? undefined : JSON.stringify(entry.details));
  sheet.field('Signed as', entry.author, 'faint');
  sheet.field('Hash', entry.hash, 'faint');
}

function logDetail(sheet: Sheet, { source, time, text, style }: LogRow): void {
  sheet.field('Who', source);
  sheet.field('When', time);
  sheet.text(text, style);
}
