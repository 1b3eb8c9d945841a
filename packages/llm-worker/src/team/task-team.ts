import type { TaskAssignment } from '../engine/task-assignment.js';
import type { Team } from '../ports/team.js';
import type { KnownSecrets } from '../text/known-secrets.js';
import { BoardQuestions } from './board-questions.js';
import { ModelApprovals } from './model-approvals.js';
import { OutgoingText } from './outgoing-text.js';
import { ProtectedWrites } from './protected-writes.js';
import { Subtasks } from './subtasks.js';

/** The team as the model of one task sees it: with bounds, and nothing of it leaves with a secret. */
export interface TaskTeam {
  questions?: BoardQuestions;
  approvals?: ModelApprovals;
  subtasks?: Subtasks;
  /** Before a protected file is written. */
  protectedWrites?: ProtectedWrites;
}

export function taskTeam(team: Team, task: TaskAssignment, secrets: KnownSecrets): TaskTeam {
  const { board, approvals, queue, onWait = () => () => undefined } = team;
  const parts = { task, out: new OutgoingText(secrets), onWait };
  return {
    ...(board && { questions: new BoardQuestions(board, parts) }),
    ...(approvals && {
      approvals: new ModelApprovals(approvals, parts),
      protectedWrites: new ProtectedWrites(approvals, parts),
    }),
    ...(queue && { subtasks: new Subtasks(queue, parts) }),
  };
}
