import type { Storage } from '@agentcoord/core';
import { newOwnRecord } from '../../src/gate/own-record.js';
import { setOwn } from '../../src/gate/set-own.js';
import { setShared } from '../../src/gate/set-shared.js';
import { NO_SHARED_RECORD } from '../../src/gate/shared-record.js';
import { type OwnView, sharedView } from '../../src/gate/views.js';
import { storeOwner } from '../../src/record/ownership.js';

const EPOCH = 1;

/** Another host that shares the primary, where that owns. */
const OTHER = 'elsewhere';

/** As if it had been bound long ago: the store of this host owns, or the primary does, which another host shares. */
export async function settle(
  local: Storage,
  primary: Storage,
  owner: 'local' | 'primary',
  members = owner === 'primary' ? [OTHER] : [],
): Promise<void> {
  const [own, shared] = [local.replica, primary.replica];
  if (own === undefined || shared === undefined) throw new Error('It has no facet replica.');
  const view = await own.look();
  const seen: OwnView = { view, record: newOwnRecord(view.storeId) };
  const isLocal = owner === 'local';
  const name = isLocal ? storeOwner(view.storeId) : 'redis';
  const ownership = { owner: name, epoch: EPOCH } as const;
  for (const host of members) await shared.join({ storeId: host, host, ttlMs: 3_600_000 });
  await shared.setGate(setShared(sharedView(await shared.look()), { ...NO_SHARED_RECORD, ownership }));
  const phase = isLocal ? 'owner' : 'follower';
  const record = { ...seen.record, phase, owner: name, epoch: EPOCH } as const;
  await own.setGate(setOwn(seen, { record, mayOwnLocally: true }));
}
