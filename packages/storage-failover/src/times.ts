import { durationMs, invalid } from '@agentcoord/core';

/** All times of the protocol, ms. A harness runs them scaled down; every process of a namespace uses the same. */
export interface FailoverTimes {
  /** How long somebody who takes the namespace without its owner waits for an objection. Default 5,000. */
  objectionMs: number;
  /** After this time without any other host, a host that may own takes the namespace back. Default 60,000. */
  aloneMs: number;
  /** How long a mutation waits for a handover before it is refused. Default 2,000. */
  freezeMs: number;
  /**
   * The longest lease that somebody may hold of whom neither the primary nor this host knows: so long no lock is
   * granted after the primary may have forgotten something. Default 60,000; longer where longer leases are known.
   */
  lockDelayMs: number;
}

const DEFAULTS: FailoverTimes = { objectionMs: 5_000, aloneMs: 60_000, freezeMs: 2_000, lockDelayMs: 60_000 };

/** The times that follow from those. */
export interface Times extends FailoverTimes {
  /** How often an owner looks at the primary. */
  lookEveryMs: number;
  /** How long an owner goes on after a look began: half the objection time, see decision 0007. */
  lookGoodMs: number;
  /** One probe; silence is three of them. */
  probeMs: number;
}

export function checkTimes(given: Partial<FailoverTimes> = {}): Times {
  const { objectionMs, aloneMs, freezeMs, lockDelayMs } = { ...DEFAULTS, ...given };
  durationMs(objectionMs, 'times.objectionMs');
  durationMs(aloneMs, 'times.aloneMs');
  durationMs(freezeMs, 'times.freezeMs');
  durationMs(lockDelayMs, 'times.lockDelayMs');
  if (objectionMs < 200) throw invalid('times.objectionMs', 'at least 200 ms', objectionMs);
  if (aloneMs < 50) throw invalid('times.aloneMs', 'at least 50 ms', aloneMs);
  return {
    objectionMs,
    aloneMs,
    freezeMs,
    lockDelayMs,
    lookEveryMs: Math.floor(objectionMs / 4),
    lookGoodMs: Math.floor(objectionMs / 2),
    // Three of them after a look that was due still end before the look before it is too old.
    probeMs: Math.ceil(objectionMs / 16),
  };
}
