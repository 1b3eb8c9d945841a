import { AgentCoordError, describeThrown } from '@agentcoord/core';
import type { OwnView, SharedView } from '../gate/views.js';
import type { Host } from '../host.js';
import { storeOwner } from '../record/ownership.js';

/** Why nobody can decide now. In `data.reason` of the error. */
export type RefusalReason =
  | 'first_contact' // it is silent, and this host has never heard who owns
  | 'primary_gone' // it owns, or may own, and does not answer
  | 'handing_over'
  | 'owner_away' // another host's store owns, and its host is not there
  | 'owner_asked' // another host's store owns and has been asked to hand over
  | 'binding' // nobody owns yet; the objection time is not over
  | 'leaving'; // locks from before the primary was seen have not ended

export interface Facts {
  host: Pick<Host, 'primary' | 'times'>;
  own: OwnView;
  shared: SharedView | null;
}

/** What happened, why, and what to do next. Nothing ran. */
export function refusal({ host, own, shared }: Facts, cause?: unknown): AgentCoordError {
  const { address, gone } = host.primary;
  const since = gone?.since ?? own.record.goneSince;
  const known = { address, hosts: own.record.hosts, ...(since > 0 ? { since } : {}) };
  const say = (reason: RefusalReason, message: string, data = {}): AgentCoordError =>
    new AgentCoordError('storage_unavailable', message, {
      data: { reason, ...known, ...data },
      ...(cause === undefined ? {} : { cause }),
    });

  if (own.record.phase === 'leaving')
    return say(
      'leaving',
      `Redis at ${address} holds this namespace already, and locks granted here before it was seen have not ended. ` +
        'Nothing was changed. Release them, or try again when they are over.',
    );
  if (shared === null && own.record.phase === 'unbound')
    return say(
      'first_contact',
      `Redis at ${address} has not answered yet${why(gone?.error ?? cause)}, and this host has never heard who owns this namespace. ` +
        'Nothing was changed. Check the address, or try again: where this host may work alone, it does so after ' +
        `${host.times.objectionMs / 1000} seconds of silence, and at once where nobody listens there.`,
    );
  if (shared === null)
    return say('primary_gone', goneMessage({ host, own, shared }, since, gone?.error ?? cause));
  if (own.record.phase === 'handing-over')
    return say(
      'handing_over',
      `This namespace is just moving to Redis at ${address}. Nothing was changed; try again in a second.`,
    );
  const owner = shared.record.ownership?.owner;
  if (owner !== undefined && owner !== 'redis' && owner !== storeOwner(own.record.storeId))
    return owned(say, shared, owner.slice('store:'.length), host.times.objectionMs);
  return say(
    'binding',
    `It is being settled who owns this namespace at ${address}; that takes ${host.times.objectionMs / 1000} seconds, ` +
      'and longer after a restart. Nothing was changed; try again.',
  );
}

function goneMessage({ host, own }: Facts, since: number, error: unknown): string {
  const { address } = host.primary;
  const when = since > 0 ? ` since ${clockTime(since)}` : '';
  const { hosts, phase } = own.record;
  const whose =
    phase === 'owner'
      ? 'Another host may have taken this namespace over while this one was away'
      : hosts.length > 0
        ? `It owns this namespace, which ${hosts.join(', ')} share${hosts.length === 1 ? 's' : ''}`
        : 'It owns this namespace';
  return (
    `Redis at ${address} has not answered${when}${why(error)}. ${whose}, so no lock, claim or decision can be made without it, ` +
    'and nothing was changed. Start it again, or check the address. Reads are answered from this host; posts wait in its outbox.'
  );
}

function why(error: unknown): string {
  return error === undefined ? '' : ` (${describeThrown(error)})`;
}

function owned(
  say: (reason: RefusalReason, message: string, data?: object) => AgentCoordError,
  { view }: SharedView,
  storeId: string,
  objectionMs: number,
): AgentCoordError {
  const member = view.members.find((one) => one.storeId === storeId);
  const name = member?.host ?? 'another host';
  const ago = member === undefined ? undefined : view.now - member.lastSeenAt;
  if (ago !== undefined && ago < objectionMs)
    return say(
      'owner_asked',
      `${name} has this namespace to itself and was asked to share it. Nothing was changed; try again in a second.`,
      { owner: name },
    );
  const seen = member === undefined ? '' : `, last seen at ${clockTime(member.lastSeenAt)}`;
  return say(
    'owner_away',
    `${name}${seen}, has this namespace to itself and has to hand it over first. Nothing was changed. Start agentcoord there; ` +
      'if that host is gone for good, run: agentcoord failover take-over',
    { owner: name, ...(member === undefined ? {} : { lastSeenAt: member.lastSeenAt }) },
  );
}

/** As on the clock of who reads it. */
export function clockTime(wallMs: number): string {
  const at = new Date(wallMs);
  return `${String(at.getHours()).padStart(2, '0')}:${String(at.getMinutes()).padStart(2, '0')}`;
}
