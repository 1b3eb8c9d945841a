import { describeThrown } from '@agentcoord/core';
import { withAudit } from '../audit/open-audit.js';
import type { CommandCall } from '../command-context.js';
import type { GuardedFile } from './foreign-locks.js';
import type { GuardedHook } from './hook-place.js';

const MOST_NAMED = 20;

/** What was done in spite of a lock is on the record. Where it cannot be written, that is said and nothing more. */
export async function auditBypass(
  call: CommandCall,
  hook: GuardedHook,
  held: readonly GuardedFile[],
): Promise<void> {
  try {
    const files = held
      .slice(0, MOST_NAMED)
      .map(({ name, lock }) => `${name} (held by ${lock.agent ?? lock.holder})`);
    const decision = {
      type: 'guard-bypassed',
      context: `${hook} by ${call.actor}: ${files.join(', ')}`.slice(0, 1_000),
      reason: 'AGENTCOORD_GUARD=off',
    };
    await withAudit(call, async (audit) => ({ data: await audit.logDecision(decision), text: '' }));
    call.note(
      `agentcoord: ${held.length} files are held by others. AGENTCOORD_GUARD=off lets this pass; the audit log says so.`,
    );
  } catch (error) {
    call.note(
      `agentcoord: AGENTCOORD_GUARD=off lets this pass, but it could not be written to the audit log: ${describeThrown(error)}`,
    );
  }
}
