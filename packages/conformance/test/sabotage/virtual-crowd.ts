import type { Storage } from '@agentcoord/core';
import type { Evidence, HistoryEntry } from '../../src/index.js';
import { claimUntilDone } from '../../src/processes/claim-until-done.js';
import { pushTasks } from '../../src/processes/crowd.js';
import { gatherEvidence } from '../../src/processes/gather-evidence.js';
import type { Recorder } from '../../src/processes/history-file.js';
import { holdLock } from '../../src/processes/hold-lock.js';
import type { Sabotage } from './sabotages.js';

const nothing = (): void => undefined;

/** The work of the crash tests in one process, on a storage with a guarantee switched off. */
export async function virtualCrowd(storage: Storage, sabotage: Sabotage): Promise<Evidence> {
  const broken = sabotage(storage);
  const histories: HistoryEntry[][] = [];
  const recorder = (): Recorder => {
    const history: HistoryEntry[] = [];
    histories.push(history);
    return (entry) => history.push(entry);
  };
  await pushTasks(broken, 60, recorder());
  const names = ['one', 'two', 'three', 'four'];
  const claims = { leaseMs: 100, lateEvery: 7 };
  await Promise.all(
    names.map((worker) => claimUntilDone(broken, { worker, ...claims }, recorder(), nothing)),
  );
  const lock = { key: 'file/guarded', ttlMs: 5_000, forMs: 400 };
  await Promise.all(names.map((holder) => holdLock(broken, { holder, ...lock }, recorder(), nothing)));
  // What is there at the end is asked of the storage itself, not of the saboteur.
  return gatherEvidence(storage, histories);
}
