// One question, outside of any task
export { type Answered, askForAnswer, type Question } from './ask/ask-for-answer.js';

// One task from claim to outcome

// Budgets, prices and costs
export {
  BUDGET_LEVELS,
  type BudgetCaps,
  type BudgetLevel,
  type LevelCap,
} from './budget/budget-caps.js';
export type { Accounts, CallAccount, KnownSpend, Reservation, WorstCase } from './budget/call-account.js';
export { type CommonBudget, readCommonBudgets } from './budget/common-budgets.js';
export { type BudgetApprovals, RAISE_ACTION } from './budget/raise-cap.js';
export { isSharedBudgetUsedUp } from './budget/shared-budget.js';
export { createSpendAccounts, type SpendAccountsOptions } from './budget/spend-accounts.js';
export { readTeamSpends, type TeamSpend } from './budget/team-spend.js';
export { type CommandEngineOptions, createCommandEngine } from './command/command-engine.js';
export {
  type CommandEnvironment,
  commandEnvironment,
  commandSecrets,
} from './command/command-environment.js';
export {
  type CommandEnding,
  type CommandResult,
  type RunCommand,
  runCommand,
} from './command/run-command.js';
export { type CostEntry, CostLog } from './costs/cost-log.js';
export { COST_GROUPS, type CostGroup, type CostSum, sumCosts } from './costs/sum-costs.js';
export type { DeliveredWork } from './delivery/delivery.js';
export { WORKSPACE_MODES, type WorkspaceOptions } from './delivery/task-workspace.js';
// Engines
export { ENGINE_NAMES, type Engine, type EngineContext, type EngineName } from './engine/engine.js';
export {
  DEFAULT_LIMITS,
  type EngineLimitOptions,
  type EngineLimits,
  resolveLimits,
} from './engine/engine-limits.js';
export type { DoneOutcome, EngineOutcome, FailedOutcome, FileChange } from './engine/engine-outcome.js';
export { type AssignmentContext, type RunAssignmentOptions, runAssignment } from './engine/run-assignment.js';
export type { TaskAssignment } from './engine/task-assignment.js';
export { parsePayload, type TaskPayload, type VerifySpec } from './engine/task-payload.js';
export { createLlmEngine, type LlmEngineOptions } from './loop/llm-engine.js';
export type {
  AssistantBlock,
  AssistantMessage,
  ModelMessage,
  OpaqueBlock,
  TextBlock,
  ToolResultBlock,
  ToolUseBlock,
  UserBlock,
  UserMessage,
} from './model/content.js';
export {
  type ModelProvider,
  type ModelRequest,
  type ModelResponse,
  type ModelSession,
  STOP_REASONS,
  type StopReason,
  type ToolDefinition,
} from './model/model-provider.js';
export type { ModelUsage, TokenUsage } from './model/token-usage.js';
// What an engine needs from outside
export type { FencedWrites } from './ports/fenced-writes.js';
export type { FileLocking, HeldFiles, LockRequest } from './ports/file-locking.js';
export { type Logger, silentLogger } from './ports/logger.js';
export type { Team } from './ports/team.js';
export { costOf, type TokenCounts, toDollars } from './prices/cost.js';
export { type ModelPrice, PRICES_FORMAT, PriceTable } from './prices/price-table.js';
// Model providers
export {
  type AnthropicProviderOptions,
  createAnthropicProvider,
  DEFAULT_ANTHROPIC_MODEL,
} from './providers/anthropic/anthropic-provider.js';
export {
  createOpenAiProvider,
  DEFAULT_OPENAI_MODEL,
  type OpenAiProviderOptions,
} from './providers/openai/openai-provider.js';
export { OPENAI_APIS, type OpenAiApi } from './providers/openai/openai-server.js';
export { loadTranscripts, type ReplaySource } from './providers/replay/load-transcripts.js';
export {
  createReplayProvider,
  transcriptName,
} from './providers/replay/replay-provider.js';
export { parseReplayBook, REPLAY_FORMAT, type ReplayBook } from './providers/replay/transcript.js';
export {
  createRateLimitNotes,
  type RateLimitSighting,
  readRateLimits,
} from './rate-limits/rate-limit-sightings.js';
// Reviews
export { type Finding, readFindings, SEVERITIES, type Severity } from './review/finding.js';
export { placeProblem } from './review/finding-place.js';
// Commands of a model
export { createSandbox } from './sandbox/create-sandbox.js';
export type {
  ResourceLimits,
  Sandbox,
  SandboxedCommand,
  SandboxedResult,
  SandboxOptions,
} from './sandbox/sandbox.js';
// Secrets
export { KnownSecrets } from './text/known-secrets.js';
export type { Verification } from './verify/verification.js';
// Verification and commands
export { type VerifyOptions, type VerifyResult, verifyTask } from './verify/verify-task.js';
// A worker of its own
export { LlmWorker } from './worker/llm-worker.js';
export type { LlmWorkerOptions, WorkerLoopOptions } from './worker/llm-worker-options.js';
export { taskResult } from './worker/task-result.js';
export { topmostTask } from './worker/topmost-task.js';
// The folder a task works in
export { openWorkspace, type Workspace } from './workspace/workspace.js';
export { writablePath } from './workspace/writable-path.js';
