// Approvals
export {
  type ApprovalInput,
  ApprovalWorkflow,
  type ApprovalWorkflowOptions,
  type EndedApproval,
} from '@agentcoord/approvals';
// The audit log
export {
  type AuditEntry,
  AuditLog,
  type AuditLogOptions,
  type AuditReport,
  type DecisionInput,
} from '@agentcoord/audit';
// The board
export {
  Board,
  type BoardOptions,
  type InboxPage,
  type SendReceipt,
  type ThreadInput,
} from '@agentcoord/board';
// The whole in one object
export {
  type Configuration,
  type ConfigurationFlags,
  type ConfigurationRequest,
  CoordinationClient,
  type FlowTask,
  type HeldTask,
  type OpenOptions,
  resolveConfiguration,
  type SessionOptions,
  type TaskFlow,
} from '@agentcoord/client';
// Vocabulary
export {
  AgentCoordError,
  type Backoff,
  type Clock,
  type Duration,
  ERROR_CODES,
  type ErrorCode,
  type ErrorDetails,
  type FencedFiles,
  type JsonObject,
  type JsonValue,
  type NewId,
  type Storage,
  type StorageDescription,
  TASK_STATES,
  type Task,
  type TaskFailure,
  type TaskState,
} from '@agentcoord/core';
// Workers
export {
  type AssignmentContext,
  type BudgetCaps,
  createAnthropicProvider,
  createCommandEngine,
  createLlmEngine,
  createOpenAiProvider,
  createReplayProvider,
  type Engine,
  type EngineOutcome,
  LlmWorker,
  type LlmWorkerOptions,
  type ModelProvider,
  PriceTable,
  runAssignment,
  type TaskAssignment,
} from '@agentcoord/llm-worker';
// Locks
export {
  FileLock,
  type FileLockOptions,
  findRepository,
  type HeldLock,
  type LockInfo,
  type LockOptions,
  type Repository,
  Semaphore,
  type SemaphoreOptions,
} from '@agentcoord/locks';
// Coordinators, teams and workers of your own
// Scaling and metrics
export {
  AutoScalingCoordinator,
  type AutoScalingCoordinatorOptions,
  type AutoscalingLoopOptions,
  CoordinatorAgent,
  type CoordinatorEvent,
  type CoordinatorOptions,
  cancelTeam,
  type Escalation,
  EXPOSITION_TYPE,
  enableOpenTelemetry,
  type Metric,
  MetricsCollector,
  type MetricsCollectorOptions,
  type OrchestrationOptions,
  type PoolOptions,
  readTeamTree,
  reopenTeam,
  type ScalingRound,
  setTeamLimits,
  type TeamNode,
  type TeamQuestion,
  type TeamTree,
  teamTag,
  toPrometheusText,
  WorkerAgent,
  type WorkerHandler,
  type WorkerOptions,
  type WorkerTools,
} from '@agentcoord/orchestrator';
// Tasks
export {
  type AddedTask,
  ClaimedTask,
  type ClaimOptions,
  type TaskInput,
  TaskQueue,
  type TaskQueueOptions,
  type WorkEvent,
  type WorkOptions,
  type WorkSummary,
} from '@agentcoord/queue';
// Agents
export {
  type AgentInfo,
  AgentRegistry,
  type AgentRegistryOptions,
  type AgentState,
  type ReapReport,
  type RegisteredAgent,
  type Registration,
} from '@agentcoord/registry';
// Spawning
export {
  createDockerLauncher,
  createRailwayLauncher,
  createSubprocessLauncher,
  type DockerLauncherOptions,
  type Launcher,
  type RailwayLauncherOptions,
  type RestartOptions,
  type SpawnedWorker,
  SpawnMode,
  type SpawnRequest,
  type StopReport,
  type SuperviseOptions,
  type SupervisionEvent,
  type WorkerLimits,
} from '@agentcoord/spawner';
// Stores
export { openFencedFiles, openFileStorage, openMemoryStorage } from '@agentcoord/storage-file';
export { openRedisStorage, type RedisStorageOptions } from '@agentcoord/storage-redis';
export { WorkerSpawner, type WorkerSpawnerOptions } from './worker-spawner.js';
