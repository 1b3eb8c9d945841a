import {
  AgentCoordError,
  type BatchOrigin,
  type Gate,
  type JsonObject,
  type Position,
} from '@agentcoord/core';
import type { View } from '../store/view.js';

export interface GateRow {
  store_id: string;
  version: number;
  admits: number | null;
  admits_until: number | null;
  applies_source: string | null;
  applies_epoch: number | null;
  record: string;
  epoch: number;
  grants_from: number;
  longest_lease_ms: number;
  clock_epoch: number | null;
  has_followed: number;
  next_page: string | null;
}

export function readGate(view: View): GateRow {
  const row = view.get<GateRow>('SELECT * FROM gate');
  if (!row)
    throw new AgentCoordError(
      'storage_corrupt',
      'The store has no gate: restore it from a copy, or start afresh.',
    );
  return row;
}

export function toGate(row: GateRow): Gate {
  return {
    version: row.version,
    admits: row.admits,
    ...(row.admits_until === null ? {} : { admitsUntil: row.admits_until }),
    applies: appliesOf(row),
    record: JSON.parse(row.record) as JsonObject,
  };
}

export function appliesOf({ applies_source: source, applies_epoch: epoch }: GateRow): BatchOrigin | null {
  return source === null || epoch === null ? null : { source, epoch };
}

/** Half a snapshot is a copy of nothing. */
export function positionOf(view: View, row: GateRow): Position {
  return row.next_page === null ? { epoch: row.epoch, sequence: lastEvent(view) } : { epoch: 0, sequence: 0 };
}

export function lastEvent(view: View): number {
  return view.get<{ last: number | null }>('SELECT max(sequence) AS last FROM events')?.last ?? 0;
}
