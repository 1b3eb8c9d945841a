import type { Storage } from '@agentcoord/core';
import { openMemoryStorage } from '@agentcoord/storage-file';
import { onTestFinished } from 'vitest';
import {
  type BudgetCaps,
  createSpendAccounts,
  PriceTable,
  type Reservation,
  type SpendAccountsOptions,
} from '../../src/index.js';

export const MODEL = { provider: 'anthropic', model: 'claude-sonnet-5-5' };
/** Costs at most one cent: 1,000 tokens of prompt, 750 of output. */
export const CENT = { promptTokens: 1000, outputTokens: 750, minOutputTokens: 750 };
const NOTHING_KNOWN = {
  inputTokens: null,
  outputTokens: null,
  cacheReadTokens: null,
  cacheWriteTokens: null,
};

export async function memory(): Promise<Storage> {
  const storage = await openMemoryStorage();
  onTestFinished(() => storage.close());
  return storage;
}

export function accountsOf(storage: Storage, budgets: BudgetCaps, more: Partial<SpendAccountsOptions> = {}) {
  return createSpendAccounts({ storage, worker: 'Ada', prices: PriceTable.shipped(), budgets, ...more });
}

export function waiting() {
  const notes: string[] = [];
  return { signal: new AbortController().signal, onWait: (note: string) => void notes.push(note), notes };
}

/** As if the call had cost its worst: nobody says what it used. */
export async function spendInFull(reservation: Reservation): Promise<void> {
  const counts = { inputTokens: 1, outputTokens: 1, cacheReadTokens: 0, cacheWriteTokens: 0 };
  await reservation.settle({
    usage: NOTHING_KNOWN,
    isWhole: false,
    known: { counts, estimated: true, costNanoUsd: 1 },
  });
}

export async function spendOf(storage: Storage, scope: string) {
  const [spend] = await storage.limits.readSpend({ scopes: [scope] });
  return { spent: spend?.spent, reserved: spend?.reserved };
}
