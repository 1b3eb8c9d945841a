import { AuditLog } from '@agentcoord/audit';
import type { Storage } from '@agentcoord/core';
import type { Window } from '../figures/window.js';
import type { DecisionStory } from '../report.js';

const MOST = 1_000;
const ALL = 10_000;

/** What the audit log says of the window, without the chains and signatures that `audit verify` is for. */
export async function readDecisions(
  storage: Storage,
  { since, until }: Window,
): Promise<{ decisions: DecisionStory[]; leftOut: number; archived: number }> {
  // Only reads: no entry is written, so no key of anybody is needed.
  await using log = new AuditLog({ storage, author: 'report' });
  const entries = await log.list({ since, until, limit: ALL });
  const decisions = entries.slice(-MOST).map(({ sequence, at, author, type, context, reason }) => ({
    sequence,
    at,
    author,
    type,
    ...(context === undefined ? {} : { context }),
    ...(reason === undefined ? {} : { reason }),
  }));
  const { firstSequence, sequence } = await storage.logs.head({ log: 'audit' });
  const archived = (firstSequence ?? sequence + 1) - 1;
  return { decisions, leftOut: entries.length - decisions.length, archived };
}
