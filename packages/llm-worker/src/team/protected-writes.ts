import { createHash } from 'node:crypto';
import type { ApprovedAction } from '@agentcoord/approvals';
import { AgentCoordError, toAgentCoordError } from '@agentcoord/core';
import type { ProtectedWrite } from '../edits/ask-for-protected.js';
import type { Team } from '../ports/team.js';
import { shortenMiddle } from '../text/shorten-middle.js';
import { type TeamParts, withinLimit } from './team-parts.js';

const ACTION = 'file:protected';
const TIMEOUT = '10m';
const MOST_SHOWN = 1024 * 1024;
const SHOWN_BYTES = 8 * 1024;
const MAX_REQUESTS = 10;

/** Asks before a protected file is written: shows path and content, and the hash binds what is not shown. */
export class ProtectedWrites {
  private requested = 0;

  constructor(
    private readonly approvals: NonNullable<Team['approvals']>,
    private readonly parts: TeamParts,
  ) {}

  /** A yes is used up by this write. @throws `conflict` for every other answer, `limit_exceeded`. */
  async approve({ path, reason, content, signal }: ProtectedWrite): Promise<void> {
    withinLimit(
      'requests to write protected files',
      this.requested,
      MAX_REQUESTS,
      'Do without the rest, and say in the summary what is missing.',
    );
    this.requested += 1;
    const { task, out, onWait } = this.parts;
    const action: ApprovedAction = {
      action: ACTION,
      description: out.text(
        `Write ${content.length} bytes to the protected file ${path} (${reason}), for the task "${task.title}".`,
        4_000,
      ),
      details: {
        path,
        task: task.id,
        bytes: content.length,
        sha256: createHash('sha256').update(content).digest('hex'),
        content: shortenMiddle(out.text(content.toString('utf8'), MOST_SHOWN), SHOWN_BYTES),
      },
      tags: ['protected-file'],
    };
    const { id } = await this.approvals.request({ ...action, tags: ['protected-file'], timeout: TIMEOUT });
    const resume = onWait(`approval ${id} to write ${path}`);
    try {
      const { status, by, reason: why } = await this.approvals.wait(id, { signal });
      if (status !== 'approved') throw refused(path, { id, status, by, why });
      await this.approvals.consume(id, action);
    } catch (error) {
      throw signal.aborted ? toAgentCoordError(signal.reason) : error;
    } finally {
      resume();
    }
  }
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
