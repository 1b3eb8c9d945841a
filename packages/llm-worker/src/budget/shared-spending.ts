import type { Duration, NewId, Storage } from '@agentcoord/core';
import type { CostLog } from '../costs/cost-log.js';
import type { Logger } from '../ports/logger.js';
import type { ModelPrice } from '../prices/price-table.js';
import type { CheckedCaps } from './budget-caps.js';
import type { TeamCap } from './charges.js';
import type { BudgetApprovals } from './raise-cap.js';

/** What all tasks of a worker share. */
export interface SharedSpending {
  limits: Storage['limits'];
  now(): Promise<number>;
  costs: CostLog;
  caps: CheckedCaps;
  /** The teams whose money a task of these tags spends. */
  teamsOf(tags: readonly string[]): Promise<readonly TeamCap[]>;
  /** By scope: caps that were raised by an approval. */
  raised: Map<string, number>;
  worker: string;
  approvals: BudgetApprovals | undefined;
  askTimeout: Duration;
  onPause(task: string): () => void;
  ttlMs: number;
  logger: Logger;
  newId: NewId;
}

export interface TaskToCharge {
  task: string;
  root: string;
  tags: readonly string[];
  provider: string;
  model: string;
  price: ModelPrice | undefined;
  pricesOf: string;
}
