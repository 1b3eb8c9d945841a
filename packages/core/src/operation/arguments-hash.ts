import { createHash } from 'node:crypto';
import { canonicalJson } from '../text/json.js';

/** Tells whether two sends of one operation asked for the same thing: 128 bits of SHA-256 over verb and arguments. */
export function argumentsHash(verb: string, request: unknown): string {
  return createHash('sha256')
    .update(verb)
    .update('\0')
    .update(canonicalJson(request))
    .digest('hex')
    .slice(0, 32);
}
