import type { CallOptions, Storage } from '@agentcoord/core';
import { inboxBusy } from '../errors.js';
import { INBOXES } from '../places.js';
import { inboxId } from './inbox-id.js';
import { emptyInbox, type InboxState } from './inbox-state.js';

const MAX_TRIES = 50;

/** In the order asked; `undefined` where an agent has never opened its inbox. */
export async function readInboxes(
  { records }: Storage,
  agents: readonly string[],
  options: CallOptions,
): Promise<Array<InboxState | undefined>> {
  if (agents.length === 0) return [];
  const found = await records.get({ collection: INBOXES, ids: agents.map(inboxId) }, options);
  return found.map((record) => record?.value as InboxState | undefined);
}

/** Changes an inbox by compare-and-set. `change` may run several times; what it returns last is what is stored. */
export async function changeInbox<T extends { state: InboxState }>(
  { records }: Storage,
  agent: string,
  change: (state: InboxState) => Promise<T>,
  options: CallOptions,
): Promise<T> {
  const place = { collection: INBOXES, id: inboxId(agent) };
  for (let tries = 0; tries < MAX_TRIES; tries += 1) {
    const [record] = await records.get({ collection: INBOXES, ids: [place.id] }, options);
    const before = (record?.value as InboxState | undefined) ?? emptyInbox(agent);
    const changed = await change(before);
    if (changed.state === before) return changed;
    const request = { ...place, value: changed.state, ifVersion: record?.version ?? 0 };
    if ((await records.put(request, options)).status === 'stored') return changed;
  }
  throw inboxBusy(agent);
}
