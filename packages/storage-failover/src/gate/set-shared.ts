import type { SetGate } from '@agentcoord/core';
import type { Owner } from '../record/ownership.js';
import { type SharedRecord, writeSharedRecord } from './shared-record.js';
import type { SharedView } from './views.js';

/** The conditions of a change, beside that nobody else changed the gate meanwhile. */
type Conditions = Pick<SetGate, 'ifPosition' | 'ifAlone' | 'ifAnnounced' | 'holdGrantsMs'>;

/** The one place where a record of the primary becomes its gate. */
export function setShared(seen: SharedView, record: SharedRecord, conditions: Conditions = {}): SetGate {
  const { ownership, restoring } = record;
  const epoch = ownership?.epoch ?? 0;
  const isPrimary = ownership?.owner === 'redis';
  const source = restoring ?? (isPrimary || ownership === null ? null : storeOf(ownership.owner));
  return {
    ifVersion: seen.view.gate.version,
    admits: isPrimary && restoring === null ? epoch : null,
    applies: source === null ? null : { source, epoch },
    record: writeSharedRecord(record),
    // Events that a follower applies carry their owner's epoch; only its own carry this one.
    ...(isPrimary && restoring === null ? { epoch } : {}),
    ...conditions,
  };
}

function storeOf(owner: Owner): string {
  return owner.slice('store:'.length);
}
