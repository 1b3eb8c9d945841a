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
  /** When it was written, by its author's clock, where it had to wait for the store. Not under the signature, as `at`. */
  queuedAt?: number;
  chainSequence: number;
  hash: string;
  signature: string;
}

const TEXT_FIELDS = ['id', 'author', 'chain', 'key', 'previous', 'type'] as const;
const OPTIONAL_TEXT_FIELDS = ['context', 'reason'] as const;
/** All of the text fields, and `version` and `sequence`. */
const REQUIRED_FIELDS = TEXT_FIELDS.length + 2;

/**
 * `undefined` for what no audit log of ours can have written: anybody may write to the store. Called for
 * each of a million entries, so it makes no objects.
 */
export function decodeEntry({ body }: Pick<LogEntry, 'body'>): SignedEntry | undefined {
  const { content, hash, signature } = body;
  const isRight =
    typeof hash === 'string' &&
    typeof signature === 'string' &&
    isObject(content) &&
    isContent(content) &&
    countFields(body) === 3;
  return isRight ? (body as SignedEntry) : undefined;
}

function isContent(content: JsonObject): content is EntryContent {
  if (content.version !== 1 || !Number.isSafeInteger(content.sequence)) return false;
  let fields = REQUIRED_FIELDS;
  for (const field of TEXT_FIELDS) if (typeof content[field] !== 'string') return false;
  for (const field of OPTIONAL_TEXT_FIELDS) {
    if (typeof content[field] === 'string') fields += 1;
    else if (content[field] !== undefined) return false;
  }
  if (isObject(content.details)) fields += 1;
  // One more, or details that are no object, is something that we never wrote.
  return countFields(content) === fields;
}

function countFields(value: JsonObject): number {
  let count = 0;
  for (const _field in value) count += 1;
  return count;
}

function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function placedEntry(
  place: Pick<LogEntry, 'sequence' | 'at' | 'queuedAt'>,
  entry: SignedEntry,
): AuditEntry {
  const { version: _version, sequence, ...content } = entry.content;
  const { hash, signature } = entry;
  const { at, queuedAt } = place;
  const times = queuedAt === undefined ? { at } : { at, queuedAt };
  return { ...content, sequence: place.sequence, ...times, chainSequence: sequence, hash, signature };
}
