import type { Storage } from '@agentcoord/core';
import { readPages } from '../reading/read-log.js';
import { decodeSeal, SEALS_LOG, type Seal } from './seal.js';

/** The seals of the store in their order; what is none stays as a hole. */
export async function readSeals(storage: Storage, after = 0): Promise<Array<Seal | undefined>> {
  const seals: Array<Seal | undefined> = [];
  for await (const page of readPages(storage, { log: SEALS_LOG, after }))
    for (const entry of page) seals.push(decodeSeal(entry));
  return seals;
}

export async function readLastSeal(storage: Storage): Promise<Seal | undefined> {
  const { entries } = await storage.logs.read({ log: SEALS_LOG, order: 'descending', limit: 1 });
  return entries[0] && decodeSeal(entries[0]);
}
