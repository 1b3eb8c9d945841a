import { createSpendAccounts, PriceTable } from '@agentcoord/llm-worker';
import { describe, expect, it } from 'vitest';
import { readTeamTree, teamTag } from '../src/index.js';
import { coordinatorOn } from './support/crew.js';
import { type TeamStore, teamStores } from './support/team-stores.js';

const MODEL = { provider: 'anthropic', model: 'claude-sonnet-5-5' };
const waiting = { signal: new AbortController().signal, onWait: () => undefined };
const CALL = { promptTokens: 1_000, outputTokens: 1_000, minOutputTokens: 1_000 };
const ONE_CALL_TOKENS = 2_000;

describe.each(teamStores())('the budget of a team on $store', ({ missing, open }) => {
  it.skipIf(missing)(
    'holds for its whole subtree, however many spend at once, and for nobody beside it',
    async () => {
      const store = await open();
      const { coordinator } = coordinatorOn(store, { name: 'CTO' });
      await coordinator.start();
      await coordinator.foundTeam({ name: 'Lead', budget: { tokens: 10 * ONE_CALL_TOKENS } });
      await coordinator.foundTeam({ name: 'Squad-1', parent: 'Lead' });
      await coordinator.foundTeam({ name: 'Squad-2', parent: 'Lead' });
      await coordinator.foundTeam({ name: 'Other' });
      const ofLead = await Promise.all(
        ['Squad-1', 'Squad-2', 'Lead'].flatMap((team) =>
          Array.from({ length: 3 }, (_, worker) =>
            spend(store, { team, worker: `${team}-${worker}`, calls: 3 }),
          ),
        ),
      );
      expect(ofLead.reduce((sum, made) => sum + made, 0)).toBe(10);
      expect(await spend(store, { team: 'Other', worker: 'other', calls: 12 })).toBe(12);
      const [cto] = (await readTeamTree(store.storage)).teams;
      expect(cto).toMatchObject({ name: 'CTO', spent: { tokens: 22 * ONE_CALL_TOKENS } });
      expect(cto?.teams.find(({ name }) => name === 'Lead')).toMatchObject({
        spent: { tokens: 10 * ONE_CALL_TOKENS, reservedTokens: 0 },
        budget: { tokens: 10 * ONE_CALL_TOKENS },
      });
    },
  );

  it.skipIf(missing)('is not raised by the team itself, and holds at once when it is lowered', async () => {
    const store = await open();
    const { coordinator } = coordinatorOn(store, { name: 'CTO' });
    await coordinator.start();
    await coordinator.foundTeam({ name: 'Lead', budget: { tokens: 5 * ONE_CALL_TOKENS } });
    const lead = coordinatorOn(store, { name: 'Lead', parent: 'CTO', budget: { tokens: 1_000_000 } });
    await lead.coordinator.start();
    expect(await spend(store, { team: 'Lead', worker: 'one', calls: 2 })).toBe(2);
    await coordinator.foundTeam({ name: 'Lead', budget: { tokens: 3 * ONE_CALL_TOKENS } });
    expect(await spend(store, { team: 'Lead', worker: 'two', calls: 5 })).toBe(1);
  });
});

/** How many calls of this worker were allowed; each costs the same. */
async function spend(
  { storage }: TeamStore,
  { team, worker, calls }: { team: string; worker: string; calls: number },
): Promise<number> {
  const accounts = createSpendAccounts({ storage, worker, prices: PriceTable.shipped() });
  const account = accounts.forTask({ id: `task-of-${worker}`, tags: [teamTag(team), 'backend'] }, MODEL);
  let made = 0;
  for (let call = 0; call < calls; call += 1) {
    try {
      const reservation = await account.reserve(CALL, waiting);
      const counts = { inputTokens: 1_000, outputTokens: 1_000, cacheReadTokens: 0, cacheWriteTokens: 0 };
      await reservation.settle({
        usage: counts,
        isWhole: true,
        known: { counts, estimated: false, costNanoUsd: 1_000 },
      });
      made += 1;
    } catch (error) {
      expect(error).toMatchObject({ code: 'budget_exceeded', data: { level: 'team', retryable: true } });
    }
  }
  return made;
}
