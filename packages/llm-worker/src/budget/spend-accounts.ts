import { type Duration, durationMs, type NewId, newId, type Storage } from '@agentcoord/core';
import { CostLog } from '../costs/cost-log.js';
import { type Logger, silentLogger } from '../ports/logger.js';
import type { PriceTable } from '../prices/price-table.js';
import { type BudgetCaps, checkBudgetCaps, refuseUnpriced } from './budget-caps.js';
import type { Accounts, CallAccount } from './call-account.js';
import type { BudgetApprovals } from './raise-cap.js';
import type { SharedSpending } from './shared-spending.js';
import { TaskAccount } from './task-account.js';
import { teamsOfTask } from './team-caps.js';

export interface SpendAccountsOptions {
  /** With its records the caps of teams hold as well: each for all that its team and those below it spend. */
  storage: Pick<Storage, 'limits' | 'logs' | 'now'> & Partial<Pick<Storage, 'records'>>;
  /** Whose calls these are: the name of the agent. */
  worker: string;
  prices: PriceTable;
  /** Default: no caps; what is spent is written down all the same. */
  budgets?: BudgetCaps;
  /** Asked for more at a cap. Left out: the task ends with `budget_exceeded`. */
  approvals?: BudgetApprovals;
  /** How long such a request waits for an answer; shorter than a task may take, so that a task ends for this reason. Default `'20m'`. */
  askTimeout?: Duration;
  /** Told when a task waits for room in a budget: for a decision, or for others. What it returns is called when that is over. */
  onPause?(task: string): () => void;
  /** After this long a call that did not come to its end counts as spent in full. Default `'30m'`. */
  reservationTtl?: Duration;
  logger?: Logger;
  newId?: NewId;
}

/**
 * Accounts over one store: whatever a fleet of workers does at the same time, the sum of what is spent and
 * reserved in a scope is never above its cap. @throws `invalid_argument` for a cap that is not understood.
 */
export function createSpendAccounts(options: SpendAccountsOptions): Accounts {
  const caps = checkBudgetCaps(options.budgets ?? {});
  const { records } = options.storage;
  const shared: SharedSpending = {
    limits: options.storage.limits,
    now: () => options.storage.now(),
    costs: new CostLog(options.storage),
    caps,
    teamsOf: async (tags) => (records === undefined ? [] : teamsOfTask(records, tags)),
    raised: new Map(),
    worker: options.worker,
    approvals: options.approvals,
    askTimeout: options.askTimeout ?? '20m',
    ttlMs: durationMs(options.reservationTtl ?? '30m', 'reservationTtl'),
    onPause: (task) => options.onPause?.(task) ?? (() => undefined),
    logger: options.logger ?? silentLogger,
    newId: options.newId ?? newId,
  };
  return {
    forTask(task, model): CallAccount {
      const price = options.prices.priceOf(model.model);
      if (price === undefined) refuseUnpriced(caps, model.model);
      return new TaskAccount(shared, {
        ...model,
        task: task.id,
        root: task.root ?? task.id,
        tags: task.tags ?? [],
        price,
        pricesOf: options.prices.date,
      });
    },
  };
}
