import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { AgentCoordError } from '@agentcoord/core';
import { git } from '../git/run-git.js';
import type { TaskTree } from '../git/task-tree.js';
import type { ThreeWay } from '../git/three-way.js';
import { shortenMiddle } from '../text/shorten-middle.js';
import type { DeliveryResult } from './delivery.js';

type Rejected = Extract<DeliveryResult, { delivered: false }>;

export interface ConflictPlace {
  tree: TaskTree;
  branch: string;
  conflicts: readonly string[];
}

const DIFF_BYTES = 24 * 1024;
const MESSAGE_BYTES = 2 * 1024;
const MARKER = /^(<{7}|>{7}) /m;

/** What others merged meanwhile does not go together with the work; its files have the markers in them. */
export async function mergeConflict(
  place: ConflictPlace,
  { merged, from, to }: { merged: ThreeWay; from: string; to: string },
  signal?: AbortSignal,
): Promise<Rejected> {
  const { tree, branch, conflicts } = place;
  const diff = ['diff', '--no-ext-diff', '--no-textconv', '--no-color', from, to, '--', ...conflicts];
  const { stdout } = await git(diff, tree.call(signal));
  return {
    delivered: false,
    error: conflictError(place),
    feedback: [
      `The work was not merged into ${branch}: others have changed the same places since this task began.`,
      `Files with conflicts: ${conflicts.join(', ')}`,
      shortenMiddle(merged.messages, MESSAGE_BYTES),
      'The work tree now has the work of both sides. In each of these files, what the others merged stands between ' +
        '<<<<<<< and =======, your work between ======= and >>>>>>>. Read them again, keep what both sides meant, ' +
        'remove the markers, and call finish again. Other files may have changed as well: read before you write.',
      'What the others changed in these files:',
      shortenMiddle(stdout, DIFF_BYTES) || '(nothing that can be shown)',
    ].join('\n'),
  };
}

/** The files that still have conflict markers in them. */
export async function unresolved({ tree, conflicts }: ConflictPlace): Promise<string[]> {
  const left: string[] = [];
  for (const path of conflicts) {
    const content = await readFile(join(tree.path, path), 'utf8').catch(() => '');
    if (MARKER.test(content)) left.push(path);
  }
  return left;
}

export function stillUnresolved(place: ConflictPlace, left: readonly string[]): Rejected {
  return {
    delivered: false,
    error: conflictError(place),
    feedback:
      `Not merged: ${left.join(', ')} still ${left.length === 1 ? 'has' : 'have'} conflict markers. ` +
      'Resolve each place, remove the lines that begin with <<<<<<<, ======= and >>>>>>>, and call finish again.',
  };
}

/** For a person: nobody but them can say what is meant. */
function conflictError({ tree, branch, conflicts }: ConflictPlace): AgentCoordError {
  return new AgentCoordError(
    'conflict',
    `The work conflicts with what others have merged into ${branch}, in ${conflicts.join(', ')}, and the worker could ` +
      `not resolve it. Resolve it in ${tree.path}, commit there, and merge it: git merge ${tree.branch}. Or begin anew: ` +
      'agentcoord tasks retry <task>.',
    { data: { branch, conflicts: [...conflicts], retryable: false } },
  );
}
