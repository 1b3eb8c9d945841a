import { answerInTime } from './answer-in-time.js';
import { CALL_MS, type Source } from './source.js';

/** Which store decides, in the words of `agentcoord status`. */
export async function readOwnership({ client, model, clock, signal }: Source): Promise<void> {
  const { storage, failover } = client;
  const now = await storage.now({ signal, timeoutMs: CALL_MS });
  clock.set(now);
  const { kind, address, mode } = await answerInTime(storage.describe(), signal);
  const store = `${kind} at ${address}`;
  if (store !== model.store) {
    model.store = store;
    model.touch();
  }
  if (failover === undefined) {
    model.setMode(mode, now);
    return;
  }
  const status = await answerInTime(failover.status(), signal);
  const before = model.ownership;
  const isGone = status.goneSince !== undefined;
  const isStale = status.lastRead.stale;
  const { mode: line, conflicts } = status;
  model.setMode(line, now);
  if (before?.isGone === isGone && before.isStale === isStale && before.conflicts === conflicts) return;
  model.ownership = { mode: line, isGone, isStale, conflicts };
  model.touch();
}
