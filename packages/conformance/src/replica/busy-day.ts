import type { Storage } from '@agentcoord/core';
import { LONG_MS } from '../harness/expectations.js';

type Deed = (storage: Storage, number: number) => Promise<unknown>;

const scope = (number: number) => (number % 3 ? 'fleet' : 'agent');

/** What the model knows nothing of: permits, money, texts. Whatever they answer, the copy must say the same. */
const DEEDS: Deed[] = [
  ({ limits }, number) =>
    limits.acquirePermit({ name: 'llm', permitId: `p${number % 4}`, holder: 'one', max: 2, ttlMs: LONG_MS }),
  ({ limits }, number) => limits.releasePermit({ name: 'llm', permitId: `p${number % 4}` }),
  ({ limits }, number) => limits.renewPermit({ name: 'llm', permitId: `p${number % 4}`, ttlMs: 2 * LONG_MS }),
  ({ limits }, number) =>
    limits.reserve({
      reservationId: `r${number % 5}`,
      charges: [{ scope: scope(number), amount: 1 + (number % 7), cap: 20 }],
      ttlMs: LONG_MS,
    }),
  ({ limits }, number) =>
    limits.settleSpend({ reservationId: `r${number % 5}`, amounts: number % 2 ? { fleet: number % 5 } : {} }),
  ({ records }, number) =>
    records.put({
      collection: 'texts',
      id: `t${number % 4}`,
      value: { number },
      ...(number % 3 ? { text: number % 2 ? 'Die GRÖSSE: zu-klein' : 'die grosse Große Größe' } : {}),
    }),
  ({ records }, number) => records.remove({ collection: 'texts', id: `t${number % 4}` }),
  ({ logs }, number) =>
    logs.append({
      ...{ log: `log-${number % 2}`, id: `e${number}`, body: { number } },
      ...(number % 3 === 0 ? { queuedAt: 1_000 + number } : {}),
    }),
  ({ logs }, number) => logs.archive({ log: `log-${number % 2}`, upTo: number % 9 }),
];

export async function doSomething(storage: Storage, number: number): Promise<void> {
  await DEEDS[number % DEEDS.length]?.(storage, Math.floor(number / DEEDS.length));
}
