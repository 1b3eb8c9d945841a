import type { InspectLeases, LeaseGrant, Leases, LeaseWaiter } from '@agentcoord/core';

/** All pages of `inspect`. */
export async function inspectAll(
  leases: Leases,
  request: Omit<InspectLeases, 'limit' | 'cursor'> = {},
): Promise<{ grants: LeaseGrant[]; waiters: LeaseWaiter[] }> {
  const grants: LeaseGrant[] = [];
  const waiters: LeaseWaiter[] = [];
  let cursor: string | undefined;
  do {
    const page = await leases.inspect({
      ...request,
      limit: 1_000,
      ...(cursor === undefined ? {} : { cursor }),
    });
    grants.push(...page.grants);
    waiters.push(...page.waiters);
    cursor = page.cursor;
  } while (cursor !== undefined);
  return { grants, waiters };
}
