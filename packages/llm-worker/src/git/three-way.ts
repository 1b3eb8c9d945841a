import { git } from './run-git.js';
import type { TaskTree } from './task-tree.js';

export interface ThreeWay {
  /** With conflict markers where there are conflicts. */
  tree: string;
  /** Files that both sides changed in the same place. */
  conflicts: string[];
  /** What git says of them. */
  messages: string;
}

/** What comes out when the commit of a task is merged with what its branch has become; no file is touched. */
export async function mergeThreeWay(
  { ours, theirs }: { ours: string; theirs: string },
  tree: TaskTree,
  signal?: AbortSignal,
): Promise<ThreeWay> {
  const args = ['merge-tree', '--write-tree', '--name-only', '--messages', ours, theirs];
  const { stdout } = await git(args, { ...tree.call(signal), answers: [1] });
  const [files = '', ...messages] = stdout.split('\n\n');
  const [merged = '', ...conflicts] = files.split('\n').filter((line) => line !== '');
  return { tree: merged, conflicts: [...new Set(conflicts)], messages: messages.join('\n\n').trim() };
}
