import { createHash } from 'node:crypto';
import type { ApprovalWorkflow, ApprovedAction } from '@agentcoord/approvals';
import { AgentCoordError } from '@agentcoord/core';
import { shortenMiddle } from '../text/shorten-middle.js';

const PROTECTED_FILE_ACTION = 'file:protected';

export interface ProtectedWrite {
  /** From the root of the workspace. */
  path: string;
  reason: string;
  content: Buffer;
  signal: AbortSignal;
}

/** Resolves when this very write was approved. @throws `conflict` for every other answer. */
export type AskForProtected = (write: ProtectedWrite) => Promise<void>;

export type WriteApprovals = Pick<ApprovalWorkflow, 'request' | 'wait' | 'consume'>;

export interface AskForProtectedOptions {
  approvals: WriteApprovals;
  task: { id: string; title: string };
  onWait(note: string): void | Promise<void>;
  /** Leaves secrets out of what is shown. */
  hide(text: string): string;
}

const TIMEOUT = '10m';
const SHOWN_BYTES = 8 * 1024;
/** Of one task: people are not to be worn out. */
const MOST_REQUESTS = 10;

/** Shows path and content to whoever decides; the hash binds what is too long to be shown. Good for one write. */
export function askForProtected({ approvals, task, onWait, hide }: AskForProtectedOptions): AskForProtected {
  let asked = 0;
  return async ({ path, reason, content, signal }) => {
    asked += 1;
    if (asked > MOST_REQUESTS) throw askedEnough(path);
    const action: ApprovedAction = {
      action: PROTECTED_FILE_ACTION,
      description: `Write ${content.length} bytes to the protected file ${path} (${reason}), for the task "${hide(task.title)}".`,
      details: {
        path,
        task: task.id,
        bytes: content.length,
        sha256: createHash('sha256').update(content).digest('hex'),
        content: shortenMiddle(hide(content.toString('utf8')), SHOWN_BYTES),
      },
      tags: ['protected-file'],
    };
    const { id } = await approvals.request({ ...action, tags: ['protected-file'], timeout: TIMEOUT });
    await onWait(`waits for approval ${id} to write ${path}, which is protected`);
    const { status, by, reason: why } = await approvals.wait(id, { signal });
    if (status !== 'approved') throw refused(path, { id, status, by, why });
    await approvals.consume(id, action);
  };
}

function askedEnough(path: string): AgentCoordError {
  return new AgentCoordError(
    'conflict',
    `"${path}" was not written: it is protected, and this task has asked ${MOST_REQUESTS} times to write such files. Do without it, and say in the summary what is missing.`,
    { data: { path } },
  );
}

function refused(
  path: string,
  end: { id: string; status: string; by: string | undefined; why: string | undefined },
): AgentCoordError {
  const who = end.by === undefined ? '' : ` by ${end.by}`;
  const reason = end.why === undefined ? '' : ` The reason: ${end.why}.`;
  return new AgentCoordError(
    'conflict',
    `"${path}" was not written: it is protected, and request ${end.id} to write it was ${end.status}${who}.${reason} Do without it.`,
    { data: { path, approval: end.id, status: end.status } },
  );
}
