import { EVENTS_LOG } from '@agentcoord/core';
import type { OwnView, SharedView } from '../gate/views.js';
import type { Host } from '../host.js';
import { isAhead } from '../record/position.js';

const MOST = 10_000;

/** Somebody took the namespace while this owner was away: what it had not shipped is written down for people. */
export async function noteConflicts(
  { local, conflicts }: Host,
  own: OwnView,
  shared: SharedView,
): Promise<void> {
  const cut = shared.record.cuts.find(({ epoch }) => epoch > own.record.epoch);
  const from = cut?.from ?? shared.view.position;
  // Of another past: nobody knows where the two parted.
  if (!isAhead(own.view.position, from)) return;
  let noted = 0;
  for (let after = from.sequence; noted < MOST; ) {
    const { entries } = await local.logs.read({ log: EVENTS_LOG, after, limit: 1_000 });
    for (const { sequence, body } of entries) {
      after = sequence;
      noted += 1;
      const entity = String(body.entity);
      const because = `event ${sequence} (${String(body.type)}) was not shipped when the namespace was taken over`;
      await conflicts.note({ entity, because, state: body });
    }
    if (entries.length === 0) return;
  }
}
