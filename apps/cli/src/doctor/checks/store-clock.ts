import { formatDuration } from '@agentcoord/core';
import { type Finding, ok } from '../finding.js';

const MUCH_MS = 60_000;

/** The store counts by a clock that never goes back; this is how far the clock of the machine has gone from it. */
export function storeClock(storeNow: number, machineNow: number): Finding {
  const apart = machineNow - storeNow;
  if (Math.abs(apart) < MUCH_MS) return ok('clock', 'The store and this machine agree about the time.');
  return {
    check: 'clock',
    severity: 'warning',
    what: `The clock of this machine is ${formatDuration(Math.abs(apart))} ${apart > 0 ? 'ahead of' : 'behind'} the store's.`,
    why: 'Leases are right all the same, but times that are shown are not.',
    fix: 'timedatectl set-ntp true',
  };
}
