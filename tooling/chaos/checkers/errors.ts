import type { Call } from '../history/call.js';

/** How a call may end in any round. */
const ALWAYS = ['storage_unavailable', 'storage_unknown', 'closed', 'aborted'];
/** Answers of approvals: it was decided by another, or is not there. */
const OF_APPROVALS = ['not_found', 'conflict', 'misconfigured', 'already_exists'];

export interface Excuses {
  /** Kinds of the faults of the round. */
  faults: readonly string[];
  /** Data may have been lost. */
  lost: boolean;
  /** Names of workers whose credentials were wrong for a while. */
  misconfigured: (worker: string) => boolean;
}

/** Errors: each has a code that its round explains, and only whom it concerns. */
export function unexpectedErrors(calls: readonly Call[], excuses: Excuses): string[] {
  const found = calls.flatMap((call) => {
    const { worker, verb, error } = call;
    if (error === undefined || isExplained(call, excuses)) return [];
    return [`${worker} got ${error.code} for ${verb}: ${error.message}`];
  });
  return found.slice(0, 5);
}

function isExplained({ error, verb, worker }: Call, { faults, lost, misconfigured }: Excuses): boolean {
  const code = error?.code ?? '';
  if (ALWAYS.includes(code)) return true;
  // A store behind a failover says so; whoever asked the failover never hears it.
  if (verb === 'accepted' && code === 'not_owner') return true;
  if (verb.startsWith('approvals.') && OF_APPROVALS.includes(code)) return true;
  if (code === 'storage_unwritable') return faults.includes('memory-full');
  if (code === 'disk_full') return faults.includes('disk-full');
  if (code === 'session_expired' || code === 'unknown_dependency') return lost;
  return code === 'misconfigured' && misconfigured(worker);
}
