import type { CoordinationClient } from '@agentcoord/client';
import type { FencedFiles, JsonObject } from '@agentcoord/core';
import { type Engine, type Logger, runAssignment } from '@agentcoord/llm-worker';
import type { ClaimedTask } from '@agentcoord/queue';
import type { AgentState } from './agent-state.js';
import { finishOrStop } from './finish-or-stop.js';
import { taskLocking } from './task-locking.js';
import { describeOutcome, taskResult } from './task-result.js';

interface TaskHandlerParts {
  client: CoordinationClient;
  files: FencedFiles;
  engines: readonly Engine[];
  environment: NodeJS.ProcessEnv;
  logger: Logger;
  state: AgentState;
  /** Fires on Ctrl-C: no task may finish any more. */
  hurry: AbortSignal;
}

/** Does one claimed task: what it returns is the result, what it throws is the failure of this attempt. */
export function createTaskHandler(
  parts: TaskHandlerParts,
): (task: ClaimedTask) => Promise<JsonObject | undefined> {
  const { client, files, engines, environment, logger, state, hurry } = parts;
  const workspaceRoot = client.repository.root;

  return async (task) => {
    const { id, title, attempt } = task;
    const work = finishOrStop(task.signal, hurry);
    const flow = client.forTask(task);
    state.begin(id, title);
    logger.info('task started', { taskId: id, title, attempt });
    try {
      const outcome = await runAssignment(
        { id, title, attempt, tags: [...task.tags], description: task.description, payload: task.payload },
        {
          workspaceRoot,
          signal: work.signal,
          locks: taskLocking(flow, workspaceRoot),
          files,
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
      if (!outcome.retryable && !task.signal.aborted) await task.fail(outcome.error, { retryable: false });
      else throw outcome.error;
      return undefined;
    } finally {
      work.dispose();
      await flow.close();
      state.end(id);
    }
  };
}
