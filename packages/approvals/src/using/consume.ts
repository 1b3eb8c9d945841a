import { type ApprovedAction, actionHash } from '../asking/action-hash.js';
import { type ApprovalContext, look } from '../context.js';
import { alreadyUsedError, notApprovedError, otherActionError, tooLateToUseError } from '../errors.js';
import type { Approval } from '../record/approval.js';
import type { ApprovalRecord } from '../record/approval-record.js';

/**
 * Uses an approval, once, right before the action: of any number who try, one succeeds.
 * Checks that this very action was approved, by whom it had to be, and that it is not too late.
 */
export async function consume(
  context: ApprovalContext,
  id: string,
  action: ApprovedAction,
): Promise<Approval> {
  const { records, self, storage } = context;
  const hash = actionHash(action);
  const useId = context.newId('use');
  for (;;) {
    const { stored, approval } = await look(context, id);
    if (approval.hash !== hash || stored.record.hash !== hash)
      throw otherActionError(id, stored.record.hash, hash);
    if (approval.status !== 'approved') throw notApprovedError(approval);
    if (approval.usedAt !== undefined) throw alreadyUsedError(approval);
    const now = await storage.now();
    if (now > (approval.usableUntil ?? 0)) throw tooLateToUseError(approval, now);
    const by = self.incarnation === undefined ? self.name : `${self.name}#${self.incarnation}`;
    const record: ApprovalRecord = { ...stored.record, used: { id: useId, by, at: now } };
    const isOurs = ({ used }: ApprovalRecord): boolean => used?.id === useId;
    if (await records.put({ id, record, ifVersion: stored.version, isOurs }, 'ended'))
      return (await look(context, id)).approval;
  }
}
