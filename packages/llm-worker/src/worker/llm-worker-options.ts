import type { ApprovalWorkflow } from '@agentcoord/approvals';
import type { NewId, Storage } from '@agentcoord/core';
import type { WorkOptions } from '@agentcoord/queue';
import type { BudgetCaps } from '../budget/budget-caps.js';
import type { WorkspaceOptions } from '../delivery/task-workspace.js';
import type { EngineLimitOptions } from '../engine/engine-limits.js';
import type { LlmEngineOptions } from '../loop/llm-engine.js';
import type { ModelProvider } from '../model/model-provider.js';
import type { FencedWrites } from '../ports/fenced-writes.js';
import type { Logger } from '../ports/logger.js';
import type { PriceTable } from '../prices/price-table.js';

export interface LlmWorkerOptions
  extends Pick<
    LlmEngineOptions,
    'instructions' | 'contextTokens' | 'lockWait' | 'filesWait' | 'onFailure' | 'sandbox'
  > {
  storage: Storage;
  /** How files are written: `openFencedFiles` of the storage's package. Whoever made it closes it. */
  files: FencedWrites;
  provider: ModelProvider;
  /** Default: a new one. */
  name?: string;
  /** Claims tasks that share one of these; none: any task. */
  tags?: string[];
  /** For tasks that name `requires`. */
  capabilities?: string[];
  /** Where it works. Default: the repository around the current folder. */
  cwd?: string;
  /** Where each task works, and how its work gets to the others. Default: the shared tree, with a commit of each task. */
  workspace?: WorkspaceOptions;
  /** Of one task. */
  limits?: EngineLimitOptions;
  /** Default: those that came with this version. */
  prices?: PriceTable;
  /** Default: none. What is spent is written down all the same. */
  budgets?: BudgetCaps;
  /**
   * Asked for more when a budget is used up, before a protected file is written, and by the model. Left out: the worker
   * stops then, such a write is refused, and the model cannot ask.
   */
  approvals?: Pick<ApprovalWorkflow, 'request' | 'wait' | 'get' | 'consume'>;
  /** What `verify` runs in, without secrets. Default `process.env`. */
  environment?: NodeJS.ProcessEnv;
  logger?: Logger;
  newId?: NewId;
}

export type WorkerLoopOptions = Pick<
  WorkOptions,
  'pollInterval' | 'maxTasks' | 'concurrency' | 'stopWhenIdle' | 'signal' | 'onEvent'
>;
