import { Board } from '@agentcoord/board';
import { AgentCoordError, type JsonObject, newId } from '@agentcoord/core';
import { createResourceNames, FileLock, findRepository, type ResourceNames } from '@agentcoord/locks';
import { type ClaimedTask, TaskQueue, type WorkSummary } from '@agentcoord/queue';
import { AgentRegistry, type RegisteredAgent } from '@agentcoord/registry';
import { isSharedBudgetUsedUp } from '../budget/shared-budget.js';
import { createSpendAccounts } from '../budget/spend-accounts.js';
import type { Engine } from '../engine/engine.js';
import { runAssignment } from '../engine/run-assignment.js';
import { createLlmEngine } from '../loop/llm-engine.js';
import { silentLogger } from '../ports/logger.js';
import type { Team } from '../ports/team.js';
import { PriceTable } from '../prices/price-table.js';
import { createRateLimitNotes } from '../rate-limits/rate-limit-sightings.js';
import type { LlmWorkerOptions, WorkerLoopOptions } from './llm-worker-options.js';
import { taskFiles } from './task-files.js';
import { taskResult } from './task-result.js';
import { topmostTask } from './topmost-task.js';

/** One life of a worker, from `start` to `stop`. */
interface Joined {
  agent: RegisteredAgent;
  queue: TaskQueue;
  engine: Engine;
  team: Team;
  root: string;
  resources: ResourceNames;
}

/**
 * An agent that claims tasks and lets a model do them: in its own locks, through fenced writes, verified,
 * and within its budgets. `await using` stops it.
 */
export class LlmWorker {
  readonly name: string;
  private joined: Joined | undefined;
  /** Of the tasks that are being done, by id. */
  private readonly titles = new Map<string, string>();

  constructor(private readonly options: LlmWorkerOptions) {
    this.name = options.name ?? (options.newId ?? newId)('worker');
  }

  /** Joins as an agent, whose heartbeat goes until `stop`. @throws `conflict` when one of that name is alive. */
  async start(): Promise<void> {
    if (this.joined) return;
    const { storage, tags = [], capabilities = [] } = this.options;
    const { root, commonDir } = await findRepository(this.options.cwd ?? process.cwd());
    const registry = new AgentRegistry({ storage });
    const agent = await registry.register({
      name: this.name,
      kind: 'worker',
      role: 'worker',
      tags,
      capabilities,
    });
    const queue = new TaskQueue({ storage, worker: agent.identity });
    const board = new Board({ storage, author: this.name, resolve: () => registry.list() });
    const { approvals } = this.options;
    this.joined = {
      agent,
      queue,
      team: { board, queue, ...(approvals && { approvals }) },
      engine: this.engine(agent),
      root,
      resources: createResourceNames({ root, commonRoot: commonDir }),
    };
  }

  /**
   * Claims and works until it is told to stop (`signal`, `stop`), has done `maxTasks`, or nothing is left
   * (`stopWhenIdle`).
   * @throws `budget_exceeded` when a budget it shares is used up (the task was given back); what the store
   * throws; the reason of a presence that was lost.
   */
  async runWorkerLoop(options: WorkerLoopOptions = {}): Promise<WorkSummary> {
    await this.start();
    const joined = this.joined;
    if (!joined) throw new AgentCoordError('closed', `The worker ${this.name} was stopped.`);
    const { tags = [], capabilities = [] } = this.options;
    const usedUp = new AbortController();
    const signals = [joined.agent.signal, usedUp.signal, ...(options.signal ? [options.signal] : [])];
    const summary = await joined.queue.work(
      (task) => this.work(joined, task, (error) => usedUp.abort(error)),
      { ...options, tags, capabilities, signal: AbortSignal.any(signals), drain: joined.agent.drain },
    );
    usedUp.signal.throwIfAborted();
    if (joined.agent.signal.aborted && !options.signal?.aborted) throw joined.agent.signal.reason;
    return summary;
  }

  /** Leaves the registry. Abort the loop's `signal` first: a task that runs without its agent is taken away. */
  async stop(): Promise<void> {
    const joined = this.joined;
    this.joined = undefined;
    await joined?.agent.leave();
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.stop();
  }

  private engine(agent: RegisteredAgent): Engine {
    const { storage, provider, prices = PriceTable.shipped(), budgets, approvals, logger } = this.options;
    const accounts = createSpendAccounts({
      storage,
      worker: this.name,
      prices,
      budgets,
      approvals,
      logger,
      onPause: (task) => this.showWaiting(agent, task, 'room in the budget'),
    });
    const { instructions, contextTokens, lockWait, filesWait, onFailure, sandbox } = this.options;
    const words = { instructions, contextTokens, lockWait, filesWait, onFailure, sandbox };
    const onRateLimited = createRateLimitNotes({ storage, agent: this.name });
    return createLlmEngine({ provider, prices, accounts, onRateLimited, ...words });
  }

  /** What it returns is the task's result; what it throws is the failure of this attempt. */
  private async work(
    { agent, queue, engine, team, root, resources }: Joined,
    task: ClaimedTask,
    onUsedUp: (error: AgentCoordError) => void,
  ): Promise<JsonObject | undefined> {
    const { id, title, description, payload, tags, attempt } = task;
    const holder = `${agent.identity}/${id}`;
    const locks = new FileLock({ storage: this.options.storage, holder, resources, agentName: this.name });
    this.titles.set(id, title);
    await show(agent, id, title);
    try {
      const top = await topmostTask(task.task, (parent) => queue.get(parent));
      const outcome = await runAssignment(
        { id, title, description, payload, tags, attempt, root: top },
        {
          workspaceRoot: root,
          workspace: this.options.workspace ?? {},
          agent: this.name,
          signal: task.signal,
          locks: taskFiles(locks, root),
          files: this.options.files,
          team: { ...team, onWait: (what) => this.showWaiting(agent, id, what) },
          limits: this.options.limits,
          logger: this.options.logger ?? silentLogger,
          report: async (note) => {
            agent.progress(note);
            await task.progress(note);
          },
        },
        { engines: [engine], environment: this.options.environment },
      );
      if (outcome.status === 'done') return taskResult(outcome, this.name);
      if (isSharedBudgetUsedUp(outcome.error)) {
        await task.release(outcome.error.message);
        onUsedUp(outcome.error);
      } else if (outcome.retryable || task.signal.aborted) throw outcome.error;
      else await task.fail(outcome.error, { retryable: false });
      return undefined;
    } finally {
      await locks.releaseAll();
      this.titles.delete(id);
      await show(agent, undefined, undefined);
    }
  }

  /** Who waits is not hung. @returns what ends the waiting. */
  private showWaiting(agent: RegisteredAgent, task: string, what: string): () => void {
    void agent.setState('waiting', what).catch(() => undefined);
    return () => void agent.setState('working', this.titles.get(task)).catch(() => undefined);
  }
}

/** For people: a store that cannot take it now must not end the work. */
async function show(
  agent: RegisteredAgent,
  task: string | undefined,
  title: string | undefined,
): Promise<void> {
  try {
    await agent.setTask(task);
    await agent.setState(task === undefined ? 'idle' : 'working', title);
  } catch {
    // The next change, or the heartbeat, shows the trouble.
  }
}
