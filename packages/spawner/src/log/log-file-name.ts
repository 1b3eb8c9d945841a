import { createHash } from 'node:crypto';
import { slug } from '@agentcoord/core';

const PLAIN = /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/;

/**
 * A file-name-safe form of a worker's name that differs for different names. Plain names stay as they
 * are; for others the hash tells apart what the readable part makes equal.
 */
export function safeName(name: string): string {
  if (PLAIN.test(name)) return name;
  return `${slug(name, 40)}-${createHash('sha256').update(name).digest('hex').slice(0, 12)}`;
}

export function logFileName(name: string): string {
  return `${safeName(name)}.log`;
}
