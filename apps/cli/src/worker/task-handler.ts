import type { CoordinationClient } from '@agentcoord/client';
import type { AgentCoordError, FencedFiles, JsonObject } from '@agentcoord/core';
import {
  type Engine,
  isSharedBudgetUsedUp,
  type Logger,
  runAssignment,
  taskResult,
  topmostTask,
} from '@agentcoord/llm-worker';
import type { ClaimedTask } from '@agentcoord/queue';
import type { ShownWork } from '@agentcoord/registry';
import { finishOrStop } from './finish-or-stop.js';
import { taskLocking } from './task-locking.js';
import { describeOutcome } from './task-result.js';

interface TaskHandlerParts {
  client: CoordinationClient;
  files: FencedFiles;
  engines: readonly Engine[];
  environment: NodeJS.ProcessEnv;
  logger: Logger;
  state: ShownWork;
  /** Fires on Ctrl-C: no task may finish any more. */
  hurry: AbortSignal;
  /** A budget that this worker shares is used up: it cannot do any task now. */
  onBudgetUsedUp(error: AgentCoordError): void;
}

/** Does one claimed task: what it returns is the result, what it throws is the failure of this attempt. */
export function createTaskHandler(
  parts: TaskHandlerParts,
): (task: ClaimedTask) => Promise<JsonObject | undefined> {
  const { client, files, engines, environment, logger, state, hurry, onBudgetUsedUp } = parts;
  const workspaceRoot = client.repository.root;
  const { board, approvals, queue } = client;
  const team = { board, approvals, queue, onWait: (what: string) => state.wait(what) };

  return async (task) => {
    const { id, title, attempt } = task;
    const work = finishOrStop(task.signal, hurry);
    const flow = client.forTask(task);
    const end = state.begin(id, title);
    logger.info('task started', { taskId: id, title, attempt });
    try {
      const root = await topmostTask(task.task, (parent) => client.queue.get(parent));
      const { description, payload } = task;
      const outcome = await runAssignment(
        { id, title, attempt, root, tags: [...task.tags], description, payload },
        {
          workspaceRoot,
          workspace: client.configuration.workspace,
          agent: client.name,
          signal: work.signal,
          locks: taskLocking(flow, workspaceRoot),
          files,
          team,
          logger,
          report: async (note) => {
            state.progress(note);
            await task.progress(note);
          },
        },
        { engines, environment },
      );
      logger.info(`task ${outcome.status}`, { taskId: id, attempt, ...describeOutcome(outcome) });
      if (outcome.status === 'done') return taskResult(outcome, client.name);
      if (isSharedBudgetUsedUp(outcome.error)) {
        await task.release(outcome.error.message);
        onBudgetUsedUp(outcome.error);
      } else if (!outcome.retryable && !task.signal.aborted)
        await task.fail(outcome.error, { retryable: false });
      else throw outcome.error;
      return undefined;
    } finally {
      work.dispose();
      await flow.close();
      end();
    }
  };
}
