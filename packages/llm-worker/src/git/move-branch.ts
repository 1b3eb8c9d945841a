import { AgentCoordError, crashPoint } from '@agentcoord/core';
import type { BaseBranch } from './base-branch.js';
import type { MergeFence } from './merge-fence.js';
import { prepareRefMove } from './ref-transaction.js';
import { git } from './run-git.js';

export interface BranchMove {
  base: BaseBranch;
  from: string;
  to: string;
  fence: MergeFence;
  reason: string;
}

export type BranchMoved =
  | { status: 'moved' }
  /** It was not at `from` any more, or the fence is another one; nothing was changed. */
  | { status: 'refused'; said: string };

/**
 * Moves the branch, and the files of the tree that has it checked out, in one critical section over all processes:
 * while the tree is changed the refs are locked, with their values compared.
 * @throws `conflict` when that tree has changes to the same files that are not committed; nothing was changed.
 */
export async function moveBranch({ base, from, to, fence, reason }: BranchMove): Promise<BranchMoved> {
  const tree = await treeOf(base);
  const transaction = await prepareRefMove(
    { ref: base.ref, from, to, reason, verify: [fence] },
    { cwd: base.root },
  );
  if ('refused' in transaction) return { status: 'refused', said: transaction.refused };
  const { prepared } = transaction;
  try {
    crashPoint('merge-prepared');
    if (tree !== undefined) await follow(tree, { from, to });
  } catch (error) {
    await prepared.abort();
    throw error;
  }
  await prepared.commit();
  return { status: 'moved' };
}

/** The work tree that has the branch checked out; a person may have checked out another one since. */
async function treeOf({ root, ref }: BaseBranch): Promise<string | undefined> {
  const { stdout } = await git(['worktree', 'list', '--porcelain', '-z'], { cwd: root });
  const entry = stdout.split('\0\0').find((lines) => lines.split('\0').includes(`branch ${ref}`));
  const path = entry?.split('\0').find((line) => line.startsWith('worktree '));
  return path?.slice('worktree '.length);
}

/** Changes that are not committed stay, as with `git checkout`; where they would be overwritten it refuses as a whole. */
async function follow(tree: string, { from, to }: { from: string; to: string }): Promise<void> {
  await git(['update-index', '-q', '--refresh'], { cwd: tree, answers: [1] });
  const { exitCode, stderr } = await git(['read-tree', '-m', '-u', from, to], {
    cwd: tree,
    answers: [1, 128],
  });
  if (exitCode === 0) return;
  throw new AgentCoordError(
    'conflict',
    `The work was not merged: ${tree} has changes that are not committed in files that the work changes too ` +
      `(${stderr.trim().slice(0, 500)}). Commit or stash them, then merge the branch of the task or retry the task.`,
    { data: { tree, retryable: false } },
  );
}
