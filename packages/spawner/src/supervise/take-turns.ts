import { AgentCoordError, backoffMs, pause } from '@agentcoord/core';
import { type LeadOptions, tryLead } from './leader.js';

export interface Turns {
  lease: LeadOptions;
  /** How often those who do not lead ask again; after trouble the first upper bound of the wait. */
  intervalMs: number;
  /** For how long somebody else may lead before this one leaves it to them. */
  standByMs: number;
  /** Asked when somebody else leads, and when `work` came to its end: false ends it all. */
  isNeeded(): Promise<boolean>;
  /** The store did not answer, or `work` failed; it is tried again. */
  onTrouble(error: unknown): void;
}

/** A lead this long says that what went wrong before is over. */
const STEADY_MS = 60_000;
const LONGEST_WAIT_MS = 15_000;
/** No waiting mends these. */
const FINAL = ['closed', 'misconfigured', 'invalid_argument', 'unsupported'] as const;

/**
 * Leads whenever nobody else does, and leads again when the lead was lost or the store was away, with growing waits
 * under full jitter. Ends when it is not needed any more, or leaves it to another one that lives.
 * @throws `aborted`, and errors that waiting does not mend.
 */
export async function takeTurns(turns: Turns, work: (leading: AbortSignal) => Promise<void>): Promise<void> {
  const { signal, clock } = turns.lease;
  const standing: Standing = { since: undefined };
  let failures = 0;
  for (;;) {
    const began = clock.elapsed();
    let waitMs = turns.intervalMs;
    try {
      if (await isOver(turns, work, standing)) return;
      failures = 0;
    } catch (error) {
      if (signal?.aborted || AgentCoordError.is(error, ...FINAL)) throw error;
      // Who led before may be gone by the time the store is back.
      standing.since = undefined;
      // A lost lead is another's: no trouble, and this one waits for its turn again.
      if (!AgentCoordError.is(error, 'lock_lost')) turns.onTrouble(error);
      failures = clock.elapsed() - began >= STEADY_MS ? 1 : failures + 1;
      waitMs = backoffMs(failures, { baseMs: turns.intervalMs, maxMs: LONGEST_WAIT_MS });
    }
    await pause(waitMs, signal, 'waiting to lead');
  }
}

interface Standing {
  /** Since when another one has been seen to lead, without a break. */
  since: number | undefined;
}

async function isOver(
  turns: Turns,
  work: (leading: AbortSignal) => Promise<void>,
  standing: Standing,
): Promise<boolean> {
  const { lease, standByMs, isNeeded } = turns;
  const began = lease.clock.elapsed();
  const turn = await tryLead(lease, work);
  if (!(await isNeeded())) return true;
  if (turn === 'done') {
    // What came between the last look and the end of the lead found this one still leading.
    standing.since = undefined;
    return false;
  }
  standing.since ??= began;
  return lease.clock.elapsed() - standing.since >= standByMs && !(await isFree(lease));
}

/** It may have been given back since it was asked for. */
async function isFree({ storage, key }: LeadOptions): Promise<boolean> {
  return (await storage.leases.inspect({ under: key })).grants.length === 0;
}
