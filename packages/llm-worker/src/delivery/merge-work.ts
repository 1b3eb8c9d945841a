import { AgentCoordError, throwIfAborted } from '@agentcoord/core';
import { type BaseBranch, tipOf } from '../git/base-branch.js';
import { mergeFenced, raiseMergeFence } from '../git/merge-fence.js';
import { moveBranch } from '../git/move-branch.js';
import { gitLine } from '../git/run-git.js';
import { type CommitText, makeCommit } from '../git/task-commit.js';
import type { TaskTree } from '../git/task-tree.js';
import { mergeThreeWay } from '../git/three-way.js';
import type { HeldFiles } from '../ports/file-locking.js';
import { verifyFailedError, verifyFeedback } from '../verify/verify-failure.js';
import { type ConflictPlace, mergeConflict } from './conflict.js';
import type { DeliveryResult, FinishedWork } from './delivery.js';

export interface MergeWork {
  base: BaseBranch;
  tree: TaskTree;
  lease: HeldFiles;
  work: FinishedWork;
  text: CommitText;
  signal: AbortSignal;
  /** Called when the tree has a conflict in it. */
  onConflict(place: ConflictPlace): void;
}

/** People and programs that take no lease can move the branch as well. */
const MAX_TRIES = 5;

/**
 * Merges the work of one task, while the merge lease is held: one commit on top of the branch. Where the branch has
 * moved since the work was verified, both are merged in the task's own tree, and verified again there.
 */
export async function mergeWork(request: MergeWork): Promise<DeliveryResult> {
  const { base, tree, lease, text, signal } = request;
  const fence = await raiseMergeFence({ root: base.root, branch: base.name, fence: lease.fence }, signal);
  for (let attempt = 1; attempt <= MAX_TRIES; attempt += 1) {
    const tip = await tipOf(base, signal);
    const rejected = tip === tree.start ? undefined : await catchUp(request, tip);
    if (rejected) return rejected;
    const files = await tree.snapshot(signal);
    if (files === (await gitLine(['rev-parse', `${tip}^{tree}`], tree.call(signal)))) {
      return { delivered: true, work: { branch: base.name } };
    }
    const commit = await makeCommit({ tree: files, parent: tip, text }, tree.call(signal));
    throwIfAborted(signal, 'the merge');
    if (lease.signal.aborted) throw mergeFenced(base.name);
    const reason = `agentcoord: merge ${text.task}`;
    const { status } = await moveBranch({ base, from: tip, to: commit, fence, reason });
    if (status === 'moved') {
      await tree.moveTo(commit);
      return { delivered: true, work: { branch: base.name, commit } };
    }
    // Refused by the fence, this throws; refused by the branch, it is looked at again.
    await raiseMergeFence({ root: base.root, branch: base.name, fence: lease.fence }, signal);
  }
  throw new AgentCoordError(
    'conflict',
    `The branch ${base.name} moved each time the work was to be merged. The task can be tried again.`,
    { data: { branch: base.name } },
  );
}

/** Brings the tree to what the branch is now with the work on top. @returns what keeps it from being merged. */
async function catchUp(request: MergeWork, tip: string): Promise<DeliveryResult | undefined> {
  const { base, tree, work, text, signal, onConflict } = request;
  const from = tree.start;
  const files = await tree.snapshot(signal);
  const ours = await makeCommit({ tree: files, parent: from, text }, tree.call(signal));
  const merged = await mergeThreeWay({ ours: tip, theirs: ours }, tree, signal);
  await tree.become(merged.tree, tip, signal);
  if (merged.conflicts.length > 0) {
    const place = { tree, branch: base.name, conflicts: merged.conflicts };
    onConflict(place);
    return mergeConflict(place, { merged, from, to: tip }, signal);
  }
  const result = await work.verification?.run();
  if (!work.verification || !result || result.passed) return undefined;
  return {
    delivered: false,
    error: verifyFailedError(result),
    feedback:
      'Others have merged their work since this task began. Together with it yours does not pass any more; ' +
      `the work tree has both now.\n${verifyFeedback(result, work.verification.command)}`,
  };
}
