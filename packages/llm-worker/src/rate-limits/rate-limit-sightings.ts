import type { Storage } from '@agentcoord/core';

const COLLECTION = 'rate-limits';

/** More often would be writes for nobody: who reads them wants to know whether it happened lately. */
const WRITE_EVERY_MS = 5_000;

/** A provider said that it gets too much. */
export interface RateLimitSighting {
  provider: string;
  model: string;
  /** The agent whose call was refused. */
  agent: string;
  /** The storage's clock. */
  at: number;
}

/**
 * Writes down, for all who decide how many workers run, that an agent was refused by a rate limit (429) or an overload
 * (529). One record a model: the last time. A store that cannot take it now must not end the work.
 */
export function createRateLimitNotes({
  storage,
  agent,
}: {
  storage: Pick<Storage, 'records' | 'now'>;
  agent: string;
}): (seen: { provider: string; model: string }) => void {
  let writtenAt = Number.NEGATIVE_INFINITY;
  return ({ provider, model }) => {
    const localTime = performance.now();
    if (localTime - writtenAt < WRITE_EVERY_MS) return;
    writtenAt = localTime;
    void write(storage, { provider, model, agent }).catch(() => undefined);
  };
}

async function write(
  storage: Pick<Storage, 'records' | 'now'>,
  seen: Omit<RateLimitSighting, 'at'>,
): Promise<void> {
  const at = await storage.now();
  const id = Buffer.from(`${seen.provider}/${seen.model}`).toString('base64url').slice(0, 120);
  await storage.records.put({ collection: COLLECTION, id, value: { ...seen, at } });
}

/** The last sighting of each of at most 1,000 models. */
export async function readRateLimits(storage: Pick<Storage, 'records'>): Promise<RateLimitSighting[]> {
  const { records } = await storage.records.list({ collection: COLLECTION, limit: 1_000 });
  return records.flatMap(({ value }) => {
    const { provider, model, agent, at } = value;
    const isWhole = [provider, model, agent].every((field) => typeof field === 'string');
    return isWhole && typeof at === 'number' ? [value as unknown as RateLimitSighting] : [];
  });
}
