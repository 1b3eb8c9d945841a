import { AgentCoordError } from '@agentcoord/core';
import { type ApprovalContext, look } from '../context.js';

/**
 * Writes down that a request has expired, for the audit log and the lists. It is expired anyway, so a
 * store that does not take it now loses nothing, and whoever changed it first is right.
 */
export async function noteExpiry(context: ApprovalContext, id: string): Promise<void> {
  try {
    const { stored, approval } = await look(context, id);
    if (approval.status !== 'expired' || stored.record.expiredAt !== undefined) return;
    const record = { ...stored.record, expiredAt: approval.expiresAt };
    const isOurs = (): boolean => true;
    await context.records.put({ id, record, ifVersion: stored.version, isOurs }, 'ended');
  } catch (error) {
    if (!AgentCoordError.is(error)) throw error;
  }
}
