import { AgentCoordError } from '@agentcoord/core';
import type { EngineOutcome } from '../engine/engine-outcome.js';
import { findBaseBranch, refuseSubmodules } from '../git/base-branch.js';
import { TaskTree } from '../git/task-tree.js';
import { type ConflictPlace, stillUnresolved, unresolved } from './conflict.js';
import type { DeliveredWork, Delivery } from './delivery.js';
import { mergeWork } from './merge-work.js';
import { NO_LOCKS, PRIVATE_FILES } from './private-files.js';
import type { TaskWorkspace, TaskWorkspaceSetting } from './task-workspace.js';

/** As long as the task may take: its own signal ends the waiting. */
const MERGE_WAIT_MS = 24 * 60 * 60_000;

/** A work tree and a branch for this attempt alone. @throws `misconfigured` where the repository cannot have them. */
export async function worktreeWorkspace(setting: TaskWorkspaceSetting): Promise<TaskWorkspace> {
  const { assignment, agent, signal, logger, hide } = setting;
  const base = await findBaseBranch(setting.root, signal);
  await refuseSubmodules(base, signal);
  const tree = await TaskTree.create({ base, task: assignment.id, signal });
  if (tree.earlier.length > 0) {
    logger.warn('Earlier attempts at this task have left work trees; look at them before you remove them.', {
      taskId: assignment.id,
      trees: [...tree.earlier],
    });
  }
  let conflict: ConflictPlace | undefined;
  let delivered: DeliveredWork | undefined;

  const delivery: Delivery = {
    keepsFailedWork: true,
    get delivered() {
      return delivered;
    },
    async deliver(work) {
      const left = conflict ? await unresolved(conflict) : [];
      if (conflict && left.length > 0) return stillUnresolved(conflict, left);
      await setting.report(`waits for its turn to merge into ${base.name}`);
      const lease = await setting.locks.lock([leaseOf(base.name)], {
        intent: `merge ${assignment.id} into ${base.name}`,
        waitMs: MERGE_WAIT_MS,
        signal,
      });
      try {
        const text = { task: assignment.id, agent, title: assignment.title, summary: work.summary, hide };
        const onConflict = (place: ConflictPlace): void => {
          conflict = place;
        };
        const result = await mergeWork({ base, tree, lease, work, text, signal, onConflict });
        if (result.delivered) {
          delivered = result.work;
          await setting.report(`merged into ${base.name}`);
        }
        return result;
      } finally {
        await lease.release();
      }
    },
  };

  return {
    root: tree.path,
    locks: NO_LOCKS,
    files: PRIVATE_FILES,
    delivery,
    async close(outcome) {
      const isGone = await tree.removeIfClean().catch(() => false);
      if (isGone) return outcome;
      logger.warn('The work tree of a task is kept, for there is work in it that is not merged.', {
        taskId: assignment.id,
        tree: tree.path,
        branch: tree.branch,
      });
      return outcome.status === 'failed' ? withPlace(outcome, tree) : outcome;
    },
  };
}

/** Below a folder that no model can lock anything in; the same for all work trees of the repository. */
function leaseOf(branch: string): string {
  return `.agentcoord/merge/${encodeURIComponent(branch)}`;
}

function withPlace(outcome: EngineOutcome & { status: 'failed' }, tree: TaskTree): EngineOutcome {
  const { error } = outcome;
  const place = error.message.includes(tree.path)
    ? ''
    : ` Its work is kept in ${tree.path} (branch ${tree.branch}).`;
  const told = new AgentCoordError(error.code, `${error.message}${place}`, {
    data: { ...error.data, keptIn: tree.path, keptOn: tree.branch },
    cause: error,
  });
  return { ...outcome, error: told };
}
