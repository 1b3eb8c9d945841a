import type { CoordinatorEvent } from '@agentcoord/orchestrator';
import { plain } from '../output/plain.js';

/** One line for people; `undefined` for what would only repeat itself. */
export function eventLine(event: CoordinatorEvent): string | undefined {
  switch (event.type) {
    case 'standby':
      return plain`standing by: ${event.leader} leads`;
    case 'leading':
      return plain`leading: ${event.why}` + adopted(event.adopted);
    case 'lead-lost':
      return plain`lead lost: ${event.error.message}`;
    case 'round':
      return undefined;
    case 'agent-dead':
      return plain`${event.agent} is dead (${event.cause}); tasks given to others: ${event.tasks.length}`;
    case 'worker-respawned':
      return plain`${event.worker} was started in the place of ${event.instead}, which died`;
    case 'tasks-taken-back':
      return plain`${event.agent} is stuck; tasks given to others: ${event.tasks.length}`;
    case 'raised':
      return plain`raised at ${event.escalation.desk}: ${event.escalation.title}`;
    case 'moved':
      return plain`passed on to ${event.escalation.desk}: ${event.escalation.title} (${event.escalation.steps.at(-1)?.why})`;
    case 'settled':
      return plain`settled: ${event.escalation.title} (${event.escalation.outcome})`;
    case 'approved':
      return plain`approved ${event.action} ${event.approval} (${event.by})`;
    case 'approval-left':
      return plain`left to a person: ${event.approval} (${event.why})`;
    case 'tasks-cancelled':
      return plain`cancelled with their team: ${event.tasks.length} tasks`;
    case 'team-finished':
      return plain`${event.team}: all tasks have ended, ${event.tasks.completed} completed, ${event.tasks.failed} failed`;
    case 'trouble':
      return plain`trouble while ${event.doing}: ${event.error.message}`;
  }
}

/** Errors as what they say. */
export function eventData(event: CoordinatorEvent): object {
  return 'error' in event ? { ...event, error: event.error.message } : event;
}

function adopted(names: readonly string[]): string {
  if (names.length === 0) return '';
  const shown = names.slice(0, 10).join(', ');
  return plain`; found at work: ${shown}${names.length > 10 ? ` and ${names.length - 10} more` : ''}`;
}
