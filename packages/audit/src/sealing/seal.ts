import {
  canonicalJson,
  type JsonObject,
  type LogEntry,
  type Signer,
  sha256,
  verifySignature,
} from '@agentcoord/core';
import { type EntryMark, MARK_DIGITS } from './entry-mark.js';
import { rootOf } from './range-root.js';

export const SEALS_LOG = 'audit-seals';
/** Entries of one seal: its marks stay well below what a log entry may hold. */
export const MAX_SEALED = 1_000;

const PURPOSE = 'audit-seal v1';

/** What a keeper says about a range of the store's order. */
export type SealContent = {
  version: 1;
  /** 1, 2, 3 …; each begins where the one before ended. */
  number: number;
  from: number;
  to: number;
  count: number;
  root: string;
  /** Ten bytes for each entry, in base64url. */
  marks: string;
  /** The hash of the seal before; empty for the first. */
  previous: string;
  author: string;
  key: string;
};

export type Seal = { content: SealContent; hash: string; signature: string };

export interface NewSeal {
  /** The seal before, if any. */
  last: Seal | undefined;
  to: number;
  /** Of the entries that are there, in their order. */
  marks: readonly EntryMark[];
  author: string;
  signer: Signer;
}

export function createSeal({ last, to, marks, author, signer }: NewSeal): Seal {
  const from = (last?.content.to ?? 0) + 1;
  const content: SealContent = {
    version: 1,
    number: (last?.content.number ?? 0) + 1,
    from,
    to,
    count: marks.length,
    root: rootOf(from, marks),
    marks: Buffer.from(marks.map(({ short }) => short).join(''), 'hex').toString('base64url'),
    previous: last?.hash ?? '',
    author,
    key: signer.publicKey,
  };
  const hash = sha256(canonicalJson(content));
  return { content, hash, signature: signer.sign(PURPOSE, hash) };
}

/** Why a seal is not the one that follows `last`; `undefined` when it is. */
export function sealProblem(seal: Seal, last: Seal | undefined): string | undefined {
  const { content, hash, signature } = seal;
  if (sha256(canonicalJson(content)) !== hash) return 'its content and its hash do not fit';
  if (!verifySignature({ publicKey: content.key, purpose: PURPOSE, text: hash, signature }))
    return 'its signature is wrong';
  if (content.number !== (last?.content.number ?? 0) + 1 || content.previous !== (last?.hash ?? ''))
    return 'it does not follow the seal before';
  const isRange = content.from === (last?.content.to ?? 0) + 1 && content.to >= content.from;
  return isRange ? undefined : 'its range does not follow the one before';
}

export function decodeSeal({ body }: Pick<LogEntry, 'body'>): Seal | undefined {
  const { content, hash, signature } = body;
  if (typeof hash !== 'string' || typeof signature !== 'string') return undefined;
  if (typeof content !== 'object' || content === null || Array.isArray(content)) return undefined;
  return isContent(content) ? { content, hash, signature } : undefined;
}

function isContent(content: JsonObject): content is SealContent {
  const { version, number, from, to, count } = content;
  return (
    version === 1 &&
    [number, from, to, count].every(Number.isSafeInteger) &&
    ['root', 'marks', 'previous', 'author', 'key'].every((field) => typeof content[field] === 'string')
  );
}

/** The short marks of a seal, in their order. */
export function shortMarks({ content }: Seal): string[] {
  const digits = Buffer.from(content.marks, 'base64url').toString('hex');
  return Array.from({ length: Math.floor(digits.length / MARK_DIGITS) }, (_, index) =>
    digits.slice(index * MARK_DIGITS, (index + 1) * MARK_DIGITS),
  );
}

/** Not by their hashes: what a seal says may have been changed without its hash. */
export function isSameSeal(one: Seal | undefined, other: Seal | undefined): boolean {
  return canonicalJson(one ?? null) === canonicalJson(other ?? null);
}
