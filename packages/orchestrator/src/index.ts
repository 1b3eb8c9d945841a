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

// Reviews
export { LEADS, type Lead, reviewTitle } from './review/leads.js';
export { gravity, type LeadFindings, type MergedFinding, mergeFindings } from './review/merge-findings.js';
export { leadMarkdown, reviewMarkdown } from './review/review-markdown.js';
export { openReviewRecord, type ReviewRecord, reviewTasks } from './review/review-record.js';
export { type LeadReport, type ReviewReport, reportReview } from './review/review-report.js';
export { reviewSarif } from './review/sarif.js';
