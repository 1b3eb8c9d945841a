import { checkInteger, checkList, checkOneOf, checkText, invalid } from '../check.js';
import { checkId } from '../id.js';
import type { AcquireLease, InspectLeases, LeaseIdentity, LeaseKey } from '../storage/leases.js';
import { encodeJson } from '../text/json.js';
import { MAX_DETAILS_BYTES, MAX_KEYS_PER_LEASE, MAX_LEASE_MS, MIN_LEASE_MS } from './caps.js';
import { checkKey, keySpace } from './key.js';
import { checkIdentity } from './names.js';
import { checkPage } from './page.js';

export type CheckedAcquire = Omit<AcquireLease, 'keys'> & { keys: Array<Required<LeaseKey>> };

/** Keys in their only form, without repeats (the stronger of two wins), all of one space. */
export function checkAcquire(request: AcquireLease): CheckedAcquire {
  const keys = checkLeaseKeys(request.keys);
  if (request.details !== undefined) encodeJson(request.details, 'details', MAX_DETAILS_BYTES);
  return {
    grantId: checkId(request.grantId, 'grantId'),
    holder: checkIdentity(request.holder, 'holder'),
    keys,
    ttlMs: checkTtl(request.ttlMs),
    ...(request.details === undefined ? {} : { details: request.details }),
    ...(request.waitTtlMs === undefined
      ? {}
      : { waitTtlMs: checkInteger(request.waitTtlMs, 'waitTtlMs', MIN_LEASE_MS, MAX_LEASE_MS) }),
    ...(request.minFence === undefined ? {} : { minFence: checkFence(request.minFence, 'minFence') }),
  };
}

function checkLeaseKeys(value: readonly LeaseKey[]): Array<Required<LeaseKey>> {
  checkList(value, 'keys', MAX_KEYS_PER_LEASE, 1);
  const byKey = new Map<string, Required<LeaseKey>>();
  for (const [index, item] of value.entries()) {
    const field = `keys[${index}]`;
    const key = checkKey(item?.key, `${field}.key`);
    const mode = checkOneOf(item.mode ?? 'exclusive', `${field}.mode`, ['exclusive', 'shared']);
    const scope = checkOneOf(item.scope ?? 'node', `${field}.scope`, ['node', 'tree']);
    const known = byKey.get(key);
    byKey.set(key, {
      key,
      mode: known?.mode === 'exclusive' ? 'exclusive' : mode,
      scope: known?.scope === 'tree' ? 'tree' : scope,
    });
  }
  const keys = [...byKey.values()].sort((a, b) => (a.key < b.key ? -1 : 1));
  const spaces = new Set(keys.map((item) => keySpace(item.key)));
  if (spaces.size > 1)
    throw invalid('keys', `of one space (the first segment), not of ${[...spaces].join(' and ')}`);
  return keys;
}

export function checkTtl(value: unknown, field = 'ttlMs'): number {
  return checkInteger(value, field, MIN_LEASE_MS, MAX_LEASE_MS);
}

export function checkFence(value: unknown, field = 'fence'): number {
  return checkInteger(value, field, 0, Number.MAX_SAFE_INTEGER);
}

export function checkLeaseIdentity(request: LeaseIdentity): LeaseIdentity {
  return { grantId: checkId(request.grantId, 'grantId'), fence: checkFence(request.fence) };
}

export function checkRevoke(request: {
  grantId?: string;
  holder?: string;
  reason: string;
  by: string;
}): typeof request {
  if ((request.grantId === undefined) === (request.holder === undefined)) {
    throw invalid('grantId', 'given, or holder, but not both');
  }
  return {
    ...(request.grantId === undefined ? {} : { grantId: checkId(request.grantId, 'grantId') }),
    ...(request.holder === undefined ? {} : { holder: checkIdentity(request.holder, 'holder') }),
    reason: checkText(request.reason, 'reason', { maxLength: 500 }),
    by: checkIdentity(request.by, 'by'),
  };
}

export function checkInspect(request: InspectLeases): InspectLeases & { limit: number } {
  return {
    ...(request.under === undefined ? {} : { under: checkKey(request.under, 'under') }),
    ...(request.holder === undefined ? {} : { holder: checkIdentity(request.holder, 'holder') }),
    ...(request.grantId === undefined ? {} : { grantId: checkId(request.grantId, 'grantId') }),
    ...checkPage(request),
  };
}
