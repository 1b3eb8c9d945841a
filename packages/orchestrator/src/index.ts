// Coordinators

// From a specification to tasks
export { buildMarkdown } from './build/build-markdown.js';
export {
  type BuildRecord,
  buildIdOf,
  type Specification,
  specificationHash,
  specificationTitle,
  taskIdOf,
} from './build/build-record.js';
export { type BuildReport, type BuiltTask, reportBuild } from './build/build-report.js';
export { BuildStore, type StoredBuild } from './build/build-store.js';
export { buildTasks } from './build/build-tasks.js';
export { checkPlan } from './build/check-plan.js';
export { type BuildEstimate, type EstimateOptions, estimatePlan } from './build/estimate.js';
export { estimateText } from './build/estimate-text.js';
export {
  type CheckResult,
  chooseCheck,
  type FinalCheck,
  type RunCheck,
  runCheck,
} from './build/final-check.js';
// Carrying out tasks that belong together
export { type FollowRun, followRun, type RunChange, tasksOfRun } from './build/follow-run.js';
export {
  type BuildPlan,
  MAX_PLANNED_TASKS,
  type PlannedTask,
  TASK_SIZES,
  type TaskSize,
  wavesOf,
} from './build/plan.js';
export { type PlanBuild, planBuild } from './build/plan-build.js';
export { costsOf, type RunCosts } from './build/run-costs.js';
export { holdRun, type RunLease } from './build/run-lease.js';
export { watchRun } from './build/watch-run.js';
export type { AutoApproveMode } from './coordinator/approve-pending.js';
export { CoordinatorAgent } from './coordinator/coordinator-agent.js';
export type { CoordinatorEvent, TeamProgress } from './coordinator/coordinator-event.js';
export type { CoordinatorOptions, TeamQuestion } from './coordinator/coordinator-options.js';
export type { OrchestrationEnd, OrchestrationOptions } from './coordinator/loop-options.js';
export type { SpawnWorkers } from './coordinator/spawn-workers.js';
// Reviews
export { LEADS, type Lead, reviewTitle } from './review/leads.js';
export { gravity, type LeadFindings, type MergedFinding, mergeFindings } from './review/merge-findings.js';
export { leadMarkdown, reviewMarkdown } from './review/review-markdown.js';
export { openReviewRecord, type ReviewRecord, reviewTasks } from './review/review-record.js';
export { type LeadReport, type ReviewReport, reportReview } from './review/review-report.js';
export { reviewSarif } from './review/sarif.js';
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
// Autoscaling

export type { Retire } from './autoscaling/acting/retire-worker.js';
export {
  AutoScalingCoordinator,
  type AutoScalingCoordinatorOptions,
  type AutoscalingLoopOptions,
} from './autoscaling/auto-scaling-coordinator.js';
export { decide } from './autoscaling/deciding/decide.js';
export type { PoolDecision } from './autoscaling/deciding/decide-pool.js';
export type { Reason } from './autoscaling/deciding/reason.js';
export type {
  CrashCount,
  Load,
  Need,
  PoolSnapshot,
  Pressure,
  Snapshot,
  Staff,
} from './autoscaling/deciding/snapshot.js';
export type { Pool, PoolOptions } from './autoscaling/rules/pool.js';
export type { ScaledWorker, ScalingOptions } from './autoscaling/rules/scaling-options.js';
export type { ScalingRound, ScalingStep } from './autoscaling/scaling-round.js';
// Metrics
export { EXPOSITION_TYPE, toPrometheusText } from './metrics/exposition.js';
export type { HistogramSample, Labels, Metric, Sample } from './metrics/metric.js';
export { MetricsCollector, type MetricsCollectorOptions } from './metrics/metrics-collector.js';
// Telemetry
export { enableOpenTelemetry, type OpenTelemetryOptions } from './telemetry/open-telemetry.js';
