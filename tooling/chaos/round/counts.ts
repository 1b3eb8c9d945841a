import { answeredCalls } from '../history/call.js';
import type { Evidence } from '../history/evidence.js';
import type { Plan } from '../plan/draw-plan.js';

/** What one round did, for the report. */
export function countsOf(plan: Plan, evidence: Evidence, skipped: readonly string[]): Record<string, number> {
  const { calls, uses, final } = evidence;
  const counts: Record<string, number> = {
    rounds: 1,
    [`rounds on ${plan.system}`]: 1,
    faults: plan.faults.length - skipped.length,
    calls: calls.length,
    'calls that failed': calls.filter((call) => call.error !== undefined).length,
    'lock grants': answeredCalls(calls, 'leases.acquire').filter(({ reply }) => reply.status === 'granted')
      .length,
    'lock operations': calls.filter((call) => call.verb.startsWith('leases.')).length,
    'writes accepted': uses.filter((use) => use.kind === 'write' && use.accepted).length,
    'late writes refused': uses.filter((use) => !use.accepted).length,
    tasks: final.tasks.length,
    'log entries': final.entries.length,
    'audit entries': final.auditIds.length,
    approvals: final.approvals.length,
  };
  for (const { kind } of plan.faults) counts[`fault ${kind}`] = (counts[`fault ${kind}`] ?? 0) + 1;
  return counts;
}

export function addCounts(total: Record<string, number>, more: Record<string, number>): void {
  for (const [what, count] of Object.entries(more)) total[what] = (total[what] ?? 0) + count;
}
