import { describeThrown } from '@agentcoord/core';
import type { WorkEvent, WorkSummary } from './work-event.js';

const COUNTED: Partial<Record<WorkEvent['type'], keyof WorkSummary>> = {
  'task-completed': 'completed',
  'task-failed': 'failed',
  'task-released': 'released',
  'task-lost': 'lost',
};

/** Counts how tasks ended and tells the display. */
export class WorkReport {
  readonly summary: WorkSummary = { completed: 0, failed: 0, released: 0, lost: 0 };

  constructor(private readonly onEvent: (event: WorkEvent) => void) {}

  tell(event: WorkEvent): void {
    const counted = COUNTED[event.type];
    if (counted !== undefined) this.summary[counted] += 1;
    try {
      this.onEvent(event);
    } catch (error) {
      // A broken display must not cost a task.
      process.emitWarning(`onEvent threw on ${event.type}: ${describeThrown(error)}`, 'AgentCoordWarning');
    }
  }
}
