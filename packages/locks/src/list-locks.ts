import type { LeaseKey, Leases } from '@agentcoord/core';
import { describeLocks, inspectAll, type LockInfo } from './lock-info.js';
import { placeOf } from './lock-keys.js';
import { FILE_SPACE } from './names/resource.js';
import type { ResourceName } from './names/resource-names.js';

export interface ListLocks {
  /** Only what overlaps this path, or lies below it. */
  under?: ResourceName;
  holder?: string;
}

/** What is locked now, by anybody; one entry a path. What `FileLock.list` says, for callers that only look. */
export async function listLocks(leases: Leases, { under, holder }: ListLocks = {}): Promise<LockInfo[]> {
  const place: LeaseKey | undefined = under && placeOf(under);
  const view = await inspectAll(leases, { under: place?.key ?? FILE_SPACE });
  const grants =
    holder === undefined
      ? view.grants
      : view.grants.filter((grant) => grant.holder === holder.normalize('NFC'));
  return describeLocks({ grants, waiters: view.waiters }, place);
}
