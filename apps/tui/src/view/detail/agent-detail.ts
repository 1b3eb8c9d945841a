import type { JudgedAgent } from '../../model/agent-table.js';
import type { DashboardModel } from '../../model/dashboard-model.js';
import { age } from '../age.js';
import { styleOfState } from '../state-style.js';
import type { Sheet } from './sheet.js';

export function agentDetail(sheet: Sheet, agent: JudgedAgent, model: DashboardModel): void {
  const { now } = sheet;
  const task = agent.taskId === undefined ? undefined : model.tasks.get(agent.taskId);
  sheet.heading(agent.name, 'title');
  sheet.field('State', agent.state, styleOfState(agent.state));
  sheet.field('Role', agent.role ?? agent.kind, 'accent');
  sheet.field('Works on', agent.workingOn);
  sheet.field('Note', agent.note);
  sheet.field('Task', task === undefined ? agent.taskId : `${task.title} (${task.state})`);
  sheet.field('Heartbeat', `${age(now - agent.heartbeatAt)} ago`);
  sheet.field('Progress', `${age(now - agent.lastProgressAt)} ago`, agent.state === 'hung' ? 'bad' : 'text');
  const holds = model.locks.held(now).filter(({ agent: name }) => name === agent.name);
  sheet.field('Holds', holds.map(({ path }) => path).join(', '), 'warning');
  sheet.field('Team of', agent.parent);
  sheet.field('Tags', agent.tags.join(' '), 'accent');
  sheet.field('Can', agent.capabilities.join(' '), 'accent');
  sheet.field('Runs on', agent.host === undefined ? undefined : `${agent.host}, process ${agent.pid ?? '?'}`);
  sheet.time('Since', agent.registeredAt);
}
