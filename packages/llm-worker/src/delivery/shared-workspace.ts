import { AgentCoordError } from '@agentcoord/core';
import { commitFiles } from '../git/commit-files.js';
import type { DeliveredWork, Delivery } from './delivery.js';
import type { TaskWorkspace, TaskWorkspaceSetting } from './task-workspace.js';

/** The tree that all tasks work in. */
export function sharedWorkspace(
  setting: TaskWorkspaceSetting,
  { commit }: { commit: boolean },
): TaskWorkspace {
  const { root, locks, files } = setting;
  return {
    root,
    locks,
    files,
    ...(commit ? { delivery: commitOnDelivery(setting) } : {}),
    close: (outcome) => Promise.resolve(outcome),
  };
}

/** What cannot be committed is done all the same: it lies in the tree, where its owner asked for it. */
function commitOnDelivery({ assignment, agent, root, signal, logger, hide }: TaskWorkspaceSetting): Delivery {
  let delivered: DeliveredWork | undefined;
  return {
    keepsFailedWork: false,
    get delivered() {
      return delivered;
    },
    async deliver({ summary, files }) {
      delivered = {};
      if (files.length > 0) {
        const text = { task: assignment.id, agent, title: assignment.title, summary, hide };
        try {
          const commit = await commitFiles({ root, files, text, signal });
          if (commit !== undefined) delivered = { commit };
        } catch (error) {
          if (signal.aborted || !AgentCoordError.is(error)) throw error;
          delivered = { notCommitted: error.message };
          logger.warn('The work of a task was not committed.', {
            taskId: assignment.id,
            reason: error.message,
          });
        }
      }
      return { delivered: true, work: delivered };
    },
  };
}
