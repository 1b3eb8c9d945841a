import { checkText } from '@agentcoord/core';
import { type ApprovalContext, look } from '../context.js';
import { isSameParty } from '../deciding/party.js';
import { alreadyEndedError, notYoursError } from '../errors.js';
import type { Approval } from '../record/approval.js';
import type { ApprovalRecord } from '../record/approval-record.js';

/** Takes one's own request back. */
export async function cancel(
  context: ApprovalContext,
  id: string,
  { reason }: { reason?: string },
): Promise<Approval> {
  const { records, self, storage } = context;
  const why = reason === undefined ? {} : { reason: checkText(reason, 'reason', { maxLength: 2_000 }) };
  for (;;) {
    const { stored, approval } = await look(context, id);
    if (approval.status !== 'pending') throw alreadyEndedError(approval);
    if (!isSameParty(stored.record.requester, self)) throw notYoursError(approval);
    const record: ApprovalRecord = {
      ...stored.record,
      cancelled: { by: self.name, at: await storage.now(), ...why },
    };
    const isOurs = ({ cancelled }: ApprovalRecord): boolean => cancelled?.at === record.cancelled?.at;
    if (await records.put({ id, record, ifVersion: stored.version, isOurs }, 'ended'))
      return (await look(context, id)).approval;
  }
}
