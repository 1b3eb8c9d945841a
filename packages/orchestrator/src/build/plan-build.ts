import { randomBytes } from 'node:crypto';
import { type Accounts, askForAnswer, type ModelProvider, type PriceTable } from '@agentcoord/llm-worker';
import { type BuildRecord, buildIdOf, type Specification } from './build-record.js';
import type { StoredBuild } from './build-store.js';
import { checkPlan } from './check-plan.js';
import { PLAN_TOOL, PLANNER_SYSTEM, PLANNER_TITLE, plannerText } from './planner-question.js';

export interface PlanBuild {
  specification: Specification & { text: string };
  /** Of the repository, relative to its root. */
  files: readonly string[];
  provider: ModelProvider;
  accounts: Accounts;
  prices: PriceTable;
  environment: NodeJS.ProcessEnv;
  now: number;
  signal: AbortSignal;
  onWait(note: string): void;
}

/** Lets a model turn a specification into tasks. Nothing is stored. @throws what `askForAnswer` throws. */
export async function planBuild(options: PlanBuild): Promise<StoredBuild> {
  const { text, ...specification } = options.specification;
  const { provider, accounts, prices, environment, signal, onWait } = options;
  const id = buildIdOf(specification.hash);
  const { answer: plan, repairs } = await askForAnswer({
    provider,
    id,
    title: PLANNER_TITLE,
    system: PLANNER_SYSTEM,
    text: plannerText({ path: specification.path, text }, options.files),
    answer: PLAN_TOOL,
    check: checkPlan,
    accounts,
    prices,
    environment,
    signal,
    onWait,
  });
  const record: BuildRecord = {
    id,
    // Another plan of the same document has other tasks.
    run: `${id}-${randomBytes(2).toString('hex')}`,
    specification,
    status: 'planned',
    summary: plan.summary,
    taskCount: plan.tasks.length,
    planner: { provider: provider.name, model: provider.model, repairs },
    plannedAt: options.now,
  };
  return { record, plan };
}
