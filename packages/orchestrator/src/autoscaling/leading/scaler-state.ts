import type { Records } from '@agentcoord/core';
import type { Ceiling, CrashCount, Need } from '../deciding/snapshot.js';

const COLLECTION = 'autoscalers';

export interface PoolMemory {
  needs: Need[];
  crashes: CrashCount;
  ceiling?: Ceiling;
}

/** What the next round, or the next leader, must know of the rounds before. */
export interface ScalerState {
  /** Of the leader that wrote it; only grows. */
  fence: number;
  leader: string;
  at: number;
  pools: Record<string, PoolMemory>;
  /** In words, for who only looks. */
  explanation: string[];
}

export interface StoredState {
  state: ScalerState | undefined;
  /** 0: none is stored. */
  version: number;
}

export async function readState(records: Records, scaler: string): Promise<StoredState> {
  const [stored] = await records.get({ collection: COLLECTION, ids: [scaler] });
  if (!stored) return { state: undefined, version: 0 };
  return { state: decode(stored.value), version: stored.version };
}

/** What no version of this package has written counts as nothing known: the scaler then begins as on its first day. */
function decode(value: Record<string, unknown>): ScalerState | undefined {
  const { fence, at, pools } = value;
  const isState =
    typeof fence === 'number' && typeof at === 'number' && typeof pools === 'object' && pools !== null;
  return isState ? (value as unknown as ScalerState) : undefined;
}

/**
 * Writes only over what was read, and never over a later leader.
 * @returns the new version; `undefined` when another leader has written since.
 */
export async function writeState(
  records: Records,
  scaler: string,
  { state, over }: { state: ScalerState; over: StoredState },
): Promise<number | undefined> {
  if ((over.state?.fence ?? 0) > state.fence) return undefined;
  const reply = await records.put({
    collection: COLLECTION,
    id: scaler,
    value: JSON.parse(JSON.stringify(state)),
    ifVersion: over.version,
  });
  return reply.status === 'stored' ? reply.version : undefined;
}
