import type { ListName } from '../layout.js';
import { agentsPane } from './agents-pane.js';
import { approvalsPane } from './approvals-pane.js';
import { auditPane } from './audit-pane.js';
import { boardPane } from './board-pane.js';
import { locksPane } from './locks-pane.js';
import { logsPane } from './logs-pane.js';
import type { Pane } from './pane.js';
import { tasksPane } from './tasks-pane.js';

// Each pane has its own kind of item, and takes only what it gave out itself.
const all = {
  agents: agentsPane,
  tasks: tasksPane,
  locks: locksPane,
  approvals: approvalsPane,
  board: boardPane,
  audit: auditPane,
  logs: logsPane,
};

export function paneOf(name: ListName): Pane<unknown> {
  return all[name] as unknown as Pane<unknown>;
}
