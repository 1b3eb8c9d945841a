import { pause } from '@agentcoord/core';
import type { Failover } from '@agentcoord/storage-failover';
import type { Configuration } from '../configuration/configuration.js';

const OBJECTION_MS = 5_000;
/** So many objection times are enough for any settlement; after that the first call says what is wrong. */
const LONGEST = 3;

/**
 * A namespace that nobody has used yet gets its owner after an objection time, once. Without this the first call of
 * all would fail because of it. With Redis away it is settled too, where this host may work on its own.
 */
export async function untilSettled(
  failover: Failover,
  { fallback, fallbackTimes }: Configuration,
  signal?: AbortSignal,
): Promise<void> {
  const { objectionMs = OBJECTION_MS } = fallbackTimes;
  const stepMs = objectionMs / 50;
  for (let waitedMs = 0; waitedMs < objectionMs * LONGEST; waitedMs += stepMs) {
    const { phase, goneSince } = await failover.status();
    if (phase !== 'unbound' || (goneSince !== undefined && fallback === 'off')) return;
    await pause(stepMs, signal, 'opening the client');
  }
}
