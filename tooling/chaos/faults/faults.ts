import { DISK_FAULTS } from './disk-faults.js';
import { FAILOVER_FAULTS } from './failover-faults.js';
import type { FaultKind } from './fault.js';
import { NETWORK_FAULTS } from './network-faults.js';
import { PROCESS_FAULTS } from './process-faults.js';
import { REDIS_FAULTS } from './redis-faults.js';

export const FAULTS: readonly FaultKind[] = [
  ...REDIS_FAULTS,
  ...NETWORK_FAULTS,
  ...PROCESS_FAULTS,
  ...DISK_FAULTS,
  ...FAILOVER_FAULTS,
];

export function faultKind(kind: string): FaultKind {
  const found = FAULTS.find((one) => one.kind === kind);
  if (found === undefined)
    throw new Error(`there is no fault ${kind}; there are ${FAULTS.map((one) => one.kind).join(', ')}`);
  return found;
}
