import type { Storage } from '@agentcoord/core';
import { toDollars } from '../prices/cost.js';
import { teamScope } from './charges.js';

/** What a team and all below it have spent on models. */
export interface TeamSpend {
  name: string;
  /** Dollars, as far as prices are known. */
  usd: number;
  tokens: number;
  /** Of calls that are being made now. */
  reservedUsd: number;
  reservedTokens: number;
}

const AT_ONCE = 50;

/** In the order asked. */
export async function readTeamSpends(
  storage: Pick<Storage, 'limits'>,
  names: readonly string[],
): Promise<TeamSpend[]> {
  const spends: TeamSpend[] = [];
  for (let start = 0; start < names.length; start += AT_ONCE) {
    const some = names.slice(start, start + AT_ONCE);
    const scopes = some.flatMap((name) => [teamScope('usd', name), teamScope('tokens', name)]);
    const found = new Map((await storage.limits.readSpend({ scopes })).map((spend) => [spend.scope, spend]));
    for (const name of some) {
      const usd = found.get(teamScope('usd', name));
      const tokens = found.get(teamScope('tokens', name));
      spends.push({
        name,
        usd: toDollars(usd?.spent ?? 0),
        tokens: tokens?.spent ?? 0,
        reservedUsd: toDollars(usd?.reserved ?? 0),
        reservedTokens: tokens?.reserved ?? 0,
      });
    }
  }
  return spends;
}
