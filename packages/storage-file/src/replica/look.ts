import type { GateView } from '@agentcoord/core';
import { queueNames } from '../queues/capability-sets.js';
import { countOf } from '../queues/stats.js';
import type { View } from '../store/view.js';
import { positionOf, readGate, toGate } from './gate-row.js';
import { readAnnouncement, readMembers } from './members.js';

/** A file forgets nothing by itself: what was acknowledged is there, and it is the one that the gate was set on. */
export function lookAtGate(view: View): GateView {
  const row = readGate(view);
  return {
    storeId: row.store_id,
    gate: toGate(row),
    position: positionOf(view, row),
    members: readMembers(view),
    announcement: readAnnouncement(view),
    server: { adopted: true, mayHaveForgotten: false, upForMs: view.now },
    longestLeaseMs: row.longest_lease_ms,
    hasLeases: hasLeases(view),
    now: view.now,
  };
}

function hasLeases(view: View): boolean {
  const lease = view.get('SELECT 1 AS any FROM leases WHERE expires_at > ? LIMIT 1', view.now);
  return lease !== undefined || queueNames(view).some((queue) => hasClaims(view, queue));
}

/** The counter first: among many delayed tasks a claim would be looked for in vain. */
function hasClaims(view: View, queue: string): boolean {
  if (countOf(view, 'claimed', queue) === 0) return false;
  return view.get(ANY_CLAIM, queue, view.now) !== undefined;
}

const ANY_CLAIM = `SELECT 1 AS any FROM tasks WHERE queue = ? AND wake_at > ? AND state = 'claimed' LIMIT 1`;
