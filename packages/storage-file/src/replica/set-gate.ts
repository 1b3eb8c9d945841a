import { invalid, type SetGate, type SetGateReply } from '@agentcoord/core';
import type { Transaction } from '../store/transaction.js';
import { lookAgain } from './blocked-tasks.js';
import { type GateRow, lastEvent, positionOf, readGate } from './gate-row.js';
import { lookAtGate } from './look.js';
import { endAnnouncement, isAlone, readAnnouncement } from './members.js';

type Unmet = Extract<SetGateReply, { status: 'conflict' }>['unmet'];

export function setGate(tx: Transaction, request: SetGate): SetGateReply {
  const row = readGate(tx);
  const unmet = unmetCondition(tx, row, request);
  if (unmet) return { status: 'conflict', unmet, view: lookAtGate(tx) };
  if (request.epoch !== undefined) enterEpoch(tx, row, request.epoch);
  const { admits, admitsUntil, applies, record, holdGrantsMs = 0 } = request;
  tx.run(
    `UPDATE gate SET version = version + 1, admits = ?, admits_until = ?, applies_source = ?, applies_epoch = ?,
       record = ?, grants_from = max(grants_from, ?)`,
    ...[admits, admitsUntil ?? null],
    ...[applies?.source ?? null, applies?.epoch ?? null, JSON.stringify(record)],
    holdGrantsMs === 0 ? 0 : tx.now + holdGrantsMs,
  );
  endAnnouncement(tx);
  tx.changeGate();
  if (admits !== null && row.has_followed === 1) {
    tx.run('UPDATE gate SET has_followed = 0, clock_epoch = NULL');
    lookAgain(tx);
    tx.writeEvents();
  }
  return { status: 'set', view: lookAtGate(tx) };
}

function unmetCondition(tx: Transaction, row: GateRow, request: SetGate): Unmet | undefined {
  const { ifVersion, ifPosition, ifAlone, ifAnnounced } = request;
  if (row.version !== ifVersion) return 'version';
  if (ifPosition) {
    const { epoch, sequence } = positionOf(tx, row);
    if (epoch !== ifPosition.epoch || sequence !== ifPosition.sequence) return 'position';
  }
  if (ifAlone !== undefined && !isAlone(tx, ifAlone)) return 'alone';
  if (ifAnnounced) {
    const standing = readAnnouncement(tx);
    if (standing?.storeId !== ifAnnounced.storeId || standing.stoodMs < ifAnnounced.forMs) return 'announced';
  }
  return undefined;
}

function enterEpoch(tx: Transaction, row: GateRow, epoch: number): void {
  if (epoch < row.epoch) throw invalid('epoch', `at least ${row.epoch}, in which the store stands`, epoch);
  if (epoch === row.epoch) return;
  tx.run('UPDATE gate SET epoch = ?', epoch);
  // What it did before it stood in any epoch belongs to the first: so a new copy can follow from the beginning.
  noteEpoch(tx, epoch, row.epoch === 0 ? 1 : lastEvent(tx) + 1);
}

/** From this event on the store is in that epoch. */
export function noteEpoch(tx: Transaction, epoch: number, firstSequence: number): void {
  tx.run('INSERT OR IGNORE INTO epochs(epoch, first_sequence) VALUES (?, ?)', epoch, firstSequence);
}
