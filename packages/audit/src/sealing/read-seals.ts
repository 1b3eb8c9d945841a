import type { Storage } from '@agentcoord/core';
import { readReadable } from '../reading/read-log.js';
import { decodeSeal, SEALS_LOG, type Seal } from './seal.js';

/** The seals of the store in their order; what is none stays as a hole. */
export async function readSeals(storage: Storage, after = 0): Promise<Array<Seal | undefined>> {
  const seals: Array<Seal | undefined> = [];
  const range = { log: SEALS_LOG, after };
  for await (const page of readReadable(storage, range, () => seals.push(undefined)))
    for (const entry of page) seals.push(decodeSeal(entry));
  return seals;
}

export async function readLastSeal(storage: Storage): Promise<Seal | undefined> {
  const { entries } = await storage.logs.read({ log: SEALS_LOG, order: 'descending', limit: 1 });
  return entries[0] && decodeSeal(entries[0]);
}
