import { AgentCoordError } from '@agentcoord/core';
import { git, gitLine } from './run-git.js';

/** A ref whose value must still be this when the branch moves. */
export interface MergeFence {
  ref: string;
  value: string;
}

const NOTHING = '0'.repeat(40);

/**
 * Notes in the repository that the holder of this fence merges now. A former holder of the merge lease, however
 * long it was paused, finds another value here when its transaction is prepared.
 * @throws `fenced` when a later holder was here already.
 */
export async function raiseMergeFence(
  { root, branch, fence }: { root: string; branch: string; fence: number },
  signal?: AbortSignal,
): Promise<MergeFence> {
  const ref = `refs/agentcoord/merge/${branch}`;
  const call = { cwd: root, signal };
  const known = await git(['rev-parse', '--quiet', '--verify', ref], { ...call, answers: [1] });
  const before = known.stdout.trim();
  if (before !== '') {
    const accepted = Number(await gitLine(['cat-file', 'blob', before], call));
    if (accepted > fence) throw mergeFenced(branch, { fence, accepted });
  }
  const value = await gitLine(['hash-object', '-w', '--stdin'], { ...call, input: `${fence}\n` });
  if (value !== before) await git(['update-ref', ref, value, before || NOTHING.slice(0, value.length)], call);
  return { ref, value };
}

export function mergeFenced(
  branch: string,
  data: { fence?: number; accepted?: number } = {},
): AgentCoordError {
  return new AgentCoordError(
    'fenced',
    `Nothing was merged into ${branch}: the merge lease was lost, and somebody else has it. The task can be tried again.`,
    { data: { branch, ...data } },
  );
}
