import { AgentCoordError } from '@agentcoord/core';
import type { TaskAssignment } from '../engine/task-assignment.js';
import type { OutgoingText } from './outgoing-text.js';

export interface TeamParts {
  task: TaskAssignment;
  out: OutgoingText;
  onWait(what: string): () => void;
}

/** @throws `limit_exceeded` for one more than a task may have: people and the board must not drown in one model. */
export function withinLimit(what: string, count: number, limit: number, advice: string): void {
  if (count < limit) return;
  throw new AgentCoordError('limit_exceeded', `A task may have at most ${limit} ${what}. ${advice}`, {
    data: { limit },
  });
}
