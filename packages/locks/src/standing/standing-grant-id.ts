import { createHash } from 'node:crypto';
import type { LeaseKey } from '@agentcoord/core';

const LETTERS = '0123456789abcdefghjkmnpqrstvwxyz';

/** The same for the same holder and places: who asks again gets what it has. 130 bits of SHA-256. */
export function standingGrantId(holder: string, keys: ReadonlyArray<Required<LeaseKey>>): string {
  const digest = createHash('sha256')
    .update(JSON.stringify([holder, keys]))
    .digest();
  return `lock_${[...digest.subarray(0, 26)].map((byte) => LETTERS[byte & 31]).join('')}`;
}
