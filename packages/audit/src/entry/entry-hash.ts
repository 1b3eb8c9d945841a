import { canonicalJson, type JsonObject, type Signer, sha256, verifySignature } from '@agentcoord/core';
import type { EntryContent, SignedEntry } from './entry-content.js';

const PURPOSE = 'audit-entry v1';

export function signEntry(content: EntryContent, signer: Signer): SignedEntry {
  const text = canonicalJson(content);
  const hash = sha256(text);
  // Stored in canonical order, so that whoever reads it back need not sort it again.
  return { content: JSON.parse(text) as EntryContent, hash, signature: signer.sign(PURPOSE, hash) };
}

export function hasRightSignature({ content, hash, signature }: SignedEntry): boolean {
  return verifySignature({ publicKey: content.key, purpose: PURPOSE, text: hash, signature });
}

/**
 * Whether this is the hash of this content. Entries lie in canonical order, where the plain text already has
 * the hash; sorting (twice the time) is only for those that do not.
 */
export function isHashOf(content: JsonObject, hash: string): boolean {
  return sha256(JSON.stringify(content)) === hash || sha256(canonicalJson(content)) === hash;
}
