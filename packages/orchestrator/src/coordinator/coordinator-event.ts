import type { Escalation } from '../supervision/escalation.js';
import type { TaskCounts } from '../team/team-progress.js';

/** What one look at the team found. */
export interface TeamProgress {
  /** Tasks of the team and of all below it. */
  tasks: TaskCounts;
  /** Living members of the team and of all below it. */
  agents: number;
  /** Matters that nobody has dealt with. */
  open: number;
}

/** For a display. A listener that throws is reported as a process warning, and the work goes on. */
export type CoordinatorEvent =
  /** Another instance of this name leads. */
  | { type: 'standby'; leader: string }
  /** This one leads now. `why`: as it is in the audit log. */
  | { type: 'leading'; why: string; adopted: string[] }
  | { type: 'lead-lost'; error: Error }
  | { type: 'round'; progress: TeamProgress }
  | { type: 'agent-dead'; agent: string; cause: string; tasks: string[] }
  /** A worker was started in the place of one that died. */
  | { type: 'worker-respawned'; worker: string; instead: string }
  | { type: 'tasks-taken-back'; agent: string; tasks: string[] }
  | { type: 'raised' | 'moved' | 'settled'; escalation: Escalation }
  | { type: 'approved'; approval: string; action: string; by: string }
  /** It could not be decided here: why. Once for each request. */
  | { type: 'approval-left'; approval: string; why: string }
  | { type: 'tasks-cancelled'; tasks: string[] }
  /** All tasks of a team have ended. */
  | { type: 'team-finished'; team: string; tasks: TaskCounts }
  /** The store did not answer, or a part of a round failed; the next one tries again. */
  | { type: 'trouble'; doing: string; error: Error };
