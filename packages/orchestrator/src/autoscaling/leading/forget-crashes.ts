import type { Storage } from '@agentcoord/core';
import { readState, writeState } from './scaler-state.js';

/** Begins counting anew from now, in every pool. */
export async function forgetCrashes(
  storage: Pick<Storage, 'records' | 'now'>,
  scaler: string,
): Promise<void> {
  for (;;) {
    const over = await readState(storage.records, scaler);
    if (!over.state) return;
    const lastAt = await storage.now();
    const pools = Object.fromEntries(
      Object.entries(over.state.pools).map(([name, memory]) => [
        name,
        { ...memory, crashes: { count: 0, lastAt } },
      ]),
    );
    if ((await writeState(storage.records, scaler, { state: { ...over.state, pools }, over })) !== undefined)
      return;
  }
}
