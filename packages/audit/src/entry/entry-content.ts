import type { JsonObject, LogEntry } from '@agentcoord/core';

/** The log that holds the entries, in the order of the store. */
export const AUDIT_LOG = 'audit';

/**
 * What an author says and signs. A type and not an interface, so that it counts as JSON.
 * A chain has one writer: one `AuditLog` in one process.
 */
export type EntryContent = {
  version: 1;
  id: string;
  /** Who acted: `<name>#<incarnation>`, or a name. */
  author: string;
  chain: string;
  /** The author's public key. */
  key: string;
  /** The chain's own numbers: 1, 2, 3 … */
  sequence: number;
  /** The hash of the chain's entry before; empty for the first. */
  previous: string;
  type: string;
  context?: string;
  reason?: string;
  details?: JsonObject;
};

/** What lies in the log. The hash is SHA-256 over the canonical JSON of the content. */
export type SignedEntry = {
  content: EntryContent;
  hash: string;
  signature: string;
};

/** An entry with its place. */
export interface AuditEntry extends Omit<EntryContent, 'version' | 'sequence'> {
  /** In the order of the store. */
  sequence: number;
  /** Storage clock. */
  at: number;
  chainSequence: number;
  hash: string;
  signature: string;
}

const CONTENT_FIELDS = new Set([
  ...['version', 'id', 'author', 'chain', 'key', 'sequence', 'previous'],
  ...['type', 'context', 'reason', 'details'],
]);
const TEXT_FIELDS = ['id', 'author', 'chain', 'key', 'previous', 'type'] as const;
const OPTIONAL_TEXT_FIELDS = ['context', 'reason'] as const;

/** `undefined` for what no audit log of ours can have written: anybody may write to the store. */
export function decodeEntry({ body }: Pick<LogEntry, 'body'>): SignedEntry | undefined {
  const { content, hash, signature, ...others } = body;
  if (typeof hash !== 'string' || typeof signature !== 'string' || Object.keys(others).length > 0)
    return undefined;
  return isObject(content) && isContent(content) ? { content, hash, signature } : undefined;
}

function isContent(content: JsonObject): content is EntryContent {
  const { version, sequence, details } = content;
  return (
    version === 1 &&
    Number.isSafeInteger(sequence) &&
    TEXT_FIELDS.every((field) => typeof content[field] === 'string') &&
    OPTIONAL_TEXT_FIELDS.every((field) => ['string', 'undefined'].includes(typeof content[field])) &&
    (details === undefined || isObject(details)) &&
    Object.keys(content).every((field) => CONTENT_FIELDS.has(field))
  );
}

function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function placedEntry(place: Pick<LogEntry, 'sequence' | 'at'>, entry: SignedEntry): AuditEntry {
  const { version: _version, sequence, ...content } = entry.content;
  const { hash, signature } = entry;
  return { ...content, sequence: place.sequence, at: place.at, chainSequence: sequence, hash, signature };
}
