// Coordinators
export type { AutoApproveMode } from './coordinator/approve-pending.js';
export { CoordinatorAgent } from './coordinator/coordinator-agent.js';
export type { CoordinatorEvent, TeamProgress } from './coordinator/coordinator-event.js';
export type { CoordinatorOptions, TeamQuestion } from './coordinator/coordinator-options.js';
export type { OrchestrationEnd, OrchestrationOptions } from './coordinator/loop-options.js';
export type { SpawnWorkers } from './coordinator/spawn-workers.js';
// Supervision
export type { Escalation, EscalationStep, Matter } from './supervision/escalation.js';
export { PERSON } from './supervision/escalation.js';
export { listEscalations } from './supervision/escalations.js';
// Teams
export { cancelTeam, reopenTeam } from './team/cancel-team.js';
export { setTeamLimits, type TeamLimits } from './team/found-team.js';
export { teamTag } from './team/team-name.js';
export type { TaskCounts } from './team/team-progress.js';
export type { TeamBudget, TeamLead, TeamRecord } from './team/team-record.js';
export {
  type LeadState,
  readTeamTree,
  type TeamMember,
  type TeamNode,
  type TeamTree,
} from './team/team-tree.js';
// Workers
export type { Question } from './worker/ask-lead.js';
export { WorkerAgent } from './worker/worker-agent.js';
export type { WorkerHandler, WorkerLoop, WorkerOptions, WorkerTools } from './worker/worker-options.js';
