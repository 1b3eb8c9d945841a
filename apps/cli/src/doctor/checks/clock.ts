import type { ServerInspection } from '@agentcoord/storage-redis';
import { type Finding, ok } from '../finding.js';

const FAR_MS = 1_000;

export function clock({ clockAheadMs, roundTripMs }: ServerInspection): Finding {
  const off = Math.max(0, Math.abs(clockAheadMs) - roundTripMs / 2);
  if (off < FAR_MS) return ok('clock', 'The clocks of the server and of this machine agree.');
  return {
    check: 'clock',
    severity: 'warning',
    what: `The server's clock is ${Math.round(off / 1_000)} s ${clockAheadMs > 0 ? 'ahead of' : 'behind'} this machine's.`,
    why: 'Locks and leases are safe, the server alone counts them; the times that are shown and delays until a date are off.',
    fix: 'timedatectl set-ntp true',
  };
}
