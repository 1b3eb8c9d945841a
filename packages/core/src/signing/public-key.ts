import { createPublicKey, type KeyObject } from 'node:crypto';
import { invalid } from '../check.js';
import { sha256 } from './sha256.js';

const PREFIX = 'ed25519:';
// 32 bytes in base64url; the last of its 43 characters carries four bits, so each key has one spelling only.
const PUBLIC_KEY = /^ed25519:[A-Za-z0-9_-]{42}[AEIMQUYcgkosw048]$/;
const MAX_READ_KEYS = 1_000;
const readKeys = new Map<string, KeyObject>();

export function isPublicKey(value: unknown): value is string {
  return typeof value === 'string' && PUBLIC_KEY.test(value);
}

/** `ed25519:` and the 32 bytes of the key in base64url, as it is pinned in a configuration. */
export function checkPublicKey(value: unknown, field: string): string {
  if (isPublicKey(value)) return value;
  // Without the value: it may be a private key that was put here by mistake.
  throw invalid(field, 'a public key such as ed25519:… (43 characters of base64url)');
}

/** The first 16 hexadecimal digits of its SHA-256: for people to compare, never to decide by. */
export function keyFingerprint(publicKey: string): string {
  return sha256(publicKey).slice(0, 16);
}

export function publicKeyText(key: KeyObject): string {
  const { x } = key.export({ format: 'jwk' });
  return `${PREFIX}${x}`;
}

/** Reading a key costs more than half of checking a signature, and the same few come again and again. */
export function readPublicKey(publicKey: string): KeyObject {
  const known = readKeys.get(publicKey);
  if (known) return known;
  const x = publicKey.slice(PREFIX.length);
  const key = createPublicKey({ format: 'jwk', key: { kty: 'OKP', crv: 'Ed25519', x } });
  if (readKeys.size >= MAX_READ_KEYS) readKeys.clear();
  readKeys.set(publicKey, key);
  return key;
}
