import { formatDuration } from '@agentcoord/core';
import type { AgentInfo } from '@agentcoord/registry';
import type { Paint } from './paint.js';
import { renderTable } from './table.js';

/** @param now of the storage's clock, as are the times of the agents. */
export function renderAgents(agents: readonly AgentInfo[], now: number, paint: Paint): Promise<string> {
  return renderTable(
    agents,
    [
      { title: 'AGENT', cell: (agent) => agent.name, maxWidth: 32 },
      {
        title: 'STATE',
        cell: (agent) => agent.state,
        paint: (text, agent) => paintState(agent.state, text, paint),
      },
      { title: 'TASK', cell: (agent) => agent.taskId ?? '-' },
      { title: 'HEARTBEAT', cell: (agent) => age(agent.lastHeartbeatAt, now) },
      { title: 'PROGRESS', cell: (agent) => age(agent.lastProgressAt, now) },
      { title: 'ROLE', cell: (agent) => agent.role ?? agent.kind, maxWidth: 20 },
      { title: 'WORKING ON', cell: (agent) => agent.workingOn ?? '', maxWidth: 48 },
    ],
    paint.heading,
  );
}

function age(at: number | undefined, now: number): string {
  return at === undefined ? '-' : `${formatDuration(Math.max(0, now - at))} ago`;
}

function paintState(state: AgentInfo['state'], text: string, paint: Paint): string {
  if (state === 'hung') return paint.warning(text);
  if (state === 'dead') return paint.bad(text);
  return state === 'working' ? paint.good(text) : state === 'left' ? paint.faint(text) : text;
}
