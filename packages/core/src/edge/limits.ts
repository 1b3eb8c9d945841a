import { checkInteger, checkList, invalid } from '../check.js';
import { checkId } from '../id.js';
import type { AcquirePermit, SpendCharge } from '../storage/limits.js';
import { MAX_PAGE } from './caps.js';
import { checkKey } from './key.js';
import { checkTtl } from './leases.js';
import { checkIdentity, checkName } from './names.js';

export function checkAcquirePermit(request: AcquirePermit): AcquirePermit {
  return {
    ...checkPermit(request),
    holder: checkIdentity(request.holder, 'holder'),
    max: checkInteger(request.max, 'max', 1, 100_000),
    ttlMs: checkTtl(request.ttlMs),
  };
}

export function checkPermit(request: { name: string; permitId: string }): { name: string; permitId: string } {
  return { name: checkName(request.name, 'name'), permitId: checkId(request.permitId, 'permitId') };
}

export interface ReserveRequest {
  reservationId: string;
  charges: SpendCharge[];
  ttlMs: number;
}

export function checkReserve(request: ReserveRequest): ReserveRequest {
  checkList(request.charges, 'charges', 64, 1);
  const charges = request.charges.map((charge, index) => checkCharge(charge, `charges[${index}]`));
  if (new Set(charges.map((charge) => charge.scope)).size < charges.length)
    throw invalid('charges', 'of different scopes');
  return {
    reservationId: checkId(request.reservationId, 'reservationId'),
    charges,
    ttlMs: checkTtl(request.ttlMs),
  };
}

function checkCharge(charge: SpendCharge, field: string): SpendCharge {
  return {
    scope: checkKey(charge?.scope, `${field}.scope`),
    amount: checkAmount(charge.amount, `${field}.amount`),
    ...(charge.cap === undefined ? {} : { cap: checkAmount(charge.cap, `${field}.cap`) }),
  };
}

export function checkSettleSpend(request: {
  reservationId: string;
  amounts: Record<string, number>;
}): typeof request {
  const amounts = Object.entries(request.amounts ?? {}).map(([scope, amount]): [string, number] => [
    checkKey(scope, 'amounts'),
    checkAmount(amount, `amounts.${scope}`),
  ]);
  return {
    reservationId: checkId(request.reservationId, 'reservationId'),
    amounts: Object.fromEntries(amounts),
  };
}

export function checkScopes(request: { scopes: string[] }): { scopes: string[] } {
  return {
    scopes: checkList(request.scopes, 'scopes', MAX_PAGE, 1).map((scope, index) =>
      checkKey(scope, `scopes[${index}]`),
    ),
  };
}

/** Whole units, so that sums are exact: tokens, or millionths of a dollar. */
function checkAmount(value: unknown, field: string): number {
  return checkInteger(value, field, 0, Number.MAX_SAFE_INTEGER);
}
