import type { Limits, Storage } from '@agentcoord/core';
import { createSpendAccounts, PriceTable } from '../../src/index.js';

/** In dollars per million tokens: of the model that the fleet uses. */
const RATES = { input: 2, output: 10 };
const MODEL = { provider: 'anthropic', model: 'claude-sonnet-5-5' };

export interface Fleet {
  /** One connection each. */
  storages: ReadonlyArray<Pick<Storage, 'limits' | 'logs' | 'now'>>;
  callsEach: number;
  capUsd: number;
  /** From 0 to 1. */
  random: () => number;
}

export interface FleetReport {
  calls: number;
  refused: number;
  billedUsd: number;
  /** The most that was seen spent and reserved at once, in dollars. */
  highestUsd: number;
}

/** Workers that call a model at the same time on one budget; what is billed is below the worst case, and known only afterwards. */
export async function spendAsFleet({ storages, callsEach, capUsd, random }: Fleet): Promise<FleetReport> {
  const report: FleetReport = { calls: 0, refused: 0, billedUsd: 0, highestUsd: 0 };
  await Promise.all(storages.map((storage, index) => work(storage, `worker-${index}`)));
  return report;

  async function work(storage: Fleet['storages'][number], worker: string): Promise<void> {
    const budgets = { project: { usd: capUsd } };
    const accounts = createSpendAccounts({ storage, worker, prices: PriceTable.shipped(), budgets });
    const waiting = { signal: new AbortController().signal, onWait: () => undefined };
    for (let call = 0; call < callsEach; call += 1) {
      const account = accounts.forTask({ id: `${worker}-task-${call % 7}` }, MODEL);
      const promptTokens = 500 + Math.floor(random() * 2000);
      const worst = { promptTokens, outputTokens: 2000, minOutputTokens: 2000 };
      try {
        const reservation = await account.reserve(worst, waiting);
        await look(storage.limits);
        const inputTokens = Math.floor(promptTokens * (0.3 + random() * 0.7));
        const outputTokens = Math.floor(random() * reservation.outputTokens);
        const billed = (inputTokens * RATES.input + outputTokens * RATES.output) / 1e6;
        report.calls += 1;
        report.billedUsd += billed;
        await reservation.settle({
          usage: { inputTokens, outputTokens, cacheReadTokens: null, cacheWriteTokens: null },
          isWhole: true,
          known: {
            counts: { inputTokens, outputTokens, cacheReadTokens: 0, cacheWriteTokens: 0 },
            estimated: false,
            costNanoUsd: Math.round(billed * 1e9),
          },
        });
      } catch {
        report.refused += 1;
      }
    }
  }

  async function look(limits: Limits): Promise<void> {
    const [spend] = await limits.readSpend({ scopes: ['budget/usd/project'] });
    report.highestUsd = Math.max(report.highestUsd, ((spend?.spent ?? 0) + (spend?.reserved ?? 0)) / 1e9);
  }
}

/** The same store without the guarantee: caps are not looked at. */
export function withoutCaps(storage: Storage): Fleet['storages'][number] {
  const { limits, logs } = storage;
  return {
    logs,
    now: () => storage.now(),
    limits: {
      ...limits,
      reserve: (request, options) =>
        limits.reserve(
          { ...request, charges: request.charges.map(({ cap: _cap, ...charge }) => charge) },
          options,
        ),
      settleSpend: (request, options) => limits.settleSpend(request, options),
      readSpend: (request, options) => limits.readSpend(request, options),
    },
  };
}
