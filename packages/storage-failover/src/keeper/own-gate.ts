import type { Position } from '@agentcoord/core';
import { newOwnRecord, type OwnRecord, writeOwnRecord } from '../gate/own-record.js';
import { setOwn } from '../gate/set-own.js';
import { type OwnView, ownView } from '../gate/views.js';
import type { Host } from '../host.js';
import type { LocalRecord } from '../record/local-record.js';
import type { Progress } from './step.js';

/** The store of this host, with its record; the first process ever to look makes it. */
export async function lookAtOwn({ replica }: Host): Promise<OwnView> {
  for (;;) {
    const view = await replica.look();
    const seen = ownView(view);
    if (seen !== undefined) return seen;
    const record = writeOwnRecord(newOwnRecord(view.storeId));
    await replica.setGate({ ifVersion: view.gate.version, admits: null, applies: null, record });
  }
}

export interface OwnChangeOptions {
  admitsUntil?: number;
  ifPosition?: Position;
  holdGrantsMs?: number;
}

/** Writes what the rules decided. Where somebody was faster, nothing is changed and everything is looked at again. */
export async function changeOwn(
  { replica, mayOwnLocally }: Host,
  seen: OwnView,
  next: LocalRecord & Partial<OwnRecord>,
  options: OwnChangeOptions = {},
): Promise<Progress> {
  const record = { ...seen.record, ...next };
  await replica.setGate(setOwn(seen, { record, mayOwnLocally, ...options }));
  return 'again';
}

/** How long ago the owner's last look began; also counts the time that the machine slept. */
export function sinceLookMs({ uptimeMs }: Pick<Host, 'uptimeMs'>, { view, record }: OwnView): number {
  const awake = view.now - record.lookedAt;
  const passed = uptimeMs() - record.lookedAtUptimeMs;
  // The machine was started anew: who knows how long it was off.
  return passed < 0 ? Number.POSITIVE_INFINITY : Math.max(awake, passed);
}

/** Until when, for how long, an owner may still run mutations; 0: it has to look first. */
export function admittedForMs(host: Pick<Host, 'uptimeMs' | 'times'>, own: OwnView): number {
  const { admits, admitsUntil } = own.view.gate;
  if (admits === null) return 0;
  if (admitsUntil === undefined) return Number.POSITIVE_INFINITY;
  const left = host.times.lookGoodMs - sinceLookMs(host, own);
  return Math.max(0, Math.min(admitsUntil - own.view.now, left));
}
