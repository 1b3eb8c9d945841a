import { join } from 'node:path';
import type { CoordinationClient } from '@agentcoord/client';
import { createCommandEngine, runAssignment, taskResult } from '@agentcoord/llm-worker';
import type { WorkerHandler } from './worker-options.js';

/** Without a handler of its own a worker does what tasks say: `payload.command`, verified by `payload.verify`. */
export function commandHandler(client: CoordinationClient): WorkerHandler {
  const root = client.repository.root;
  const engines = [createCommandEngine({ environment: process.env })];
  return async (task, { signal, progress }) => {
    await using flow = client.forTask(task);
    const { id, title, description, payload, attempt } = task;
    const outcome = await runAssignment(
      { id, title, attempt, root: id, tags: [...task.tags], description, payload },
      {
        workspaceRoot: root,
        agent: client.name,
        signal,
        locks: {
          lock: (paths, { intent, waitMs, signal: stop }) =>
            flow.lockFile(
              paths.map((path) => join(root, path)),
              { intent, wait: waitMs, signal: stop, folder: false },
            ),
        },
        files: await client.fencedFiles(),
        report: (note) => progress(note),
      },
      { engines, environment: process.env },
    );
    if (outcome.status === 'done') return taskResult(outcome, client.name);
    if (outcome.retryable || signal.aborted) throw outcome.error;
    await task.fail(outcome.error, { retryable: false });
    return undefined;
  };
}
