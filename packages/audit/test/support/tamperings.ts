import type { AuditReport, TamperingKind } from '@agentcoord/audit';
import { type JsonObject, SigningKey } from '@agentcoord/core';
import type { EntryContent, SignedEntry } from '../../src/entry/entry-content.js';
import { signEntry } from '../../src/entry/entry-hash.js';
import type { LogUnderAttack, Snapshot } from './log-under-attack.js';
import type { Random } from './random.js';
import type { RawEntry } from './raw-log.js';

export interface Tampered {
  snapshot: Snapshot;
  /** Whether the report names the very entry. */
  isNamed: (report: AuditReport) => boolean;
}

export interface Tampering {
  name: string;
  tamper(log: LogUnderAttack, random: Random): Tampered;
}

/** The kinds of the promise: change, delete (middle, first, tail), swap, duplicate, insert, replace, wrong signer, fork, gap, encoding tricks. */
export const TAMPERINGS: Tampering[] = [
  {
    name: 'a change',
    tamper: (log, random) => {
      const at = random.below(log.whole.entries.length);
      const field = (['context', 'type', 'author', 'details'] as const)[random.below(4)] ?? 'context';
      const value = field === 'details' ? { step: -1 } : 'changed';
      return edited(log, at, (entry) => ({ ...entry, content: { ...entry.content, [field]: value } }), [
        'changed',
      ]);
    },
  },
  {
    name: 'a deletion in the middle',
    tamper: (log, random) => {
      const at = 1 + random.below(log.whole.entries.length - 2);
      return removed(log, at, ['deleted']);
    },
  },
  { name: 'a deletion of the first', tamper: (log) => removed(log, 0, ['deleted']) },
  {
    name: 'a deletion of the tail',
    tamper: ({ whole }, random) => {
      const count = 1 + random.below(Math.min(10, whole.entries.length));
      const gone = whole.entries.slice(-count).map((raw) => contentOf(raw));
      // With the counters of the store, so that only the authors' heads and the seals can tell.
      const sequence = whole.sequence - count;
      return {
        snapshot: { ...whole, entries: whole.entries.slice(0, -count), sequence },
        isNamed: ({ findings }) =>
          gone.every((content, index) =>
            findings.some(
              (finding) =>
                finding.kind === 'deleted' &&
                (finding.sequence === sequence + index + 1 ||
                  (finding.chain === content.chain && finding.chainSequence === content.sequence)),
            ),
          ),
      };
    },
  },
  {
    name: 'a swap',
    tamper: ({ whole, sealedTo }, random) => {
      // Behind the last seal the order between authors is not bound yet; within one author's chain it is.
      const first = random.below(whole.entries.length - 5);
      const second = first + 5 < sealedTo ? first + 1 + random.below(sealedTo - first - 1) : first + 5;
      const entries = [...whole.entries];
      const [a, b] = [at(entries, first), at(entries, second)];
      entries[first] = { ...b, sequence: a.sequence, at: a.at };
      entries[second] = { ...a, sequence: b.sequence, at: b.at };
      return {
        snapshot: { ...whole, entries },
        // Of two neighbours of one chain it cannot be told which of them was moved.
        isNamed:
          second < sealedTo
            ? names([first + 1, second + 1], ['moved'])
            : namesOneOf([first + 1, second + 1], ['moved']),
      };
    },
  },
  {
    name: 'a duplicate',
    tamper: ({ whole }, random) => {
      const copied = at(whole.entries, random.below(whole.entries.length));
      const place = 1 + random.below(whole.entries.length);
      const twin = { ...copied, id: `entry_twin${random.below(1_000_000)}` };
      return {
        snapshot: inserted(whole, place, twin),
        isNamed: namesOneOf(
          [copied.sequence + (copied.sequence > place ? 1 : 0), place + 1],
          ['duplicated', 'inserted', 'changed', 'moved'],
        ),
      };
    },
  },
  {
    name: 'an insertion',
    tamper: ({ whole, sealedTo }, random) => {
      // Behind the last seal anybody may append as somebody new: that is no tampering.
      const place = 1 + random.below(sealedTo - 1);
      const key = SigningKey.create();
      const made = signEntry(
        {
          ...contentOf(at(whole.entries, place)),
          id: 'entry_made',
          chain: 'chain_made',
          key: key.publicKey,
          sequence: 1,
          previous: '',
        },
        key,
      );
      const raw = withEntry({ ...at(whole.entries, place), id: 'entry_made' }, made);
      return { snapshot: inserted(whole, place, raw), isNamed: names([place + 1], ['inserted']) };
    },
  },
  {
    name: 'a replaced log, signed anew from its first entry to its last seal',
    tamper: ({ whole }) => ({
      // Its seals are those of another log, whatever it is: this host has seen the right ones.
      snapshot: { ...whole, entries: resigned(whole.entries), seals: [] },
      isNamed: ({ findings }) => findings.some(({ kind }) => kind === 'replaced'),
    }),
  },
  {
    name: 'a wrong signer',
    tamper: (log, random) => {
      const key = SigningKey.create();
      const change = ({ content }: SignedEntry): SignedEntry =>
        random.below(2) === 0
          ? signEntry({ ...content, reason: 'made up' }, key)
          : signEntry({ ...content, reason: 'made up', key: key.publicKey }, key);
      return edited(log, random.below(log.whole.entries.length), change, ['wrong-signer', 'changed']);
    },
  },
  {
    name: 'a fork by who has the key',
    tamper: (log, random) => {
      const change = ({ content }: SignedEntry): SignedEntry => {
        const key = log.keys.get(content.key);
        if (key === undefined) throw new Error('The key is not known.');
        return signEntry({ ...content, reason: 'another history' }, key);
      };
      return edited(log, random.below(log.whole.entries.length), change, ['forked', 'changed']);
    },
  },
  {
    name: 'a gap, with all after it renumbered',
    tamper: ({ whole, sealedTo }, random) => {
      const place = random.below(whole.entries.length - 1);
      const { chain, sequence } = contentOf(at(whole.entries, place));
      const entries = whole.entries
        .filter((_, index) => index !== place)
        .map((raw, index) => ({ ...raw, sequence: index + 1 }));
      return {
        snapshot: { ...whole, entries, sequence: entries.length },
        isNamed: ({ findings }) =>
          findings.some(
            (finding) =>
              (finding.kind === 'deleted' && finding.sequence === place + 1) ||
              // Of the last one that is sealed it cannot be told whether it was taken out or rewritten.
              (finding.kind === 'changed' && finding.sequence === sealedTo && place + 1 === sealedTo) ||
              (['gap', 'deleted'].includes(finding.kind) &&
                finding.chain === chain &&
                finding.chainSequence === sequence),
          ),
      };
    },
  },
  {
    name: 'an encoding trick',
    tamper: (log, random) => {
      const place = random.below(log.whole.entries.length);
      return respelled(log, place, ENCODING_TRICKS[random.below(ENCODING_TRICKS.length)] ?? String);
    },
  },
];

/** Texts that look the same, or are read otherwise by another reader. */
export const ENCODING_TRICKS: Array<(body: string) => string> = [
  (body) => body.replace('Grün', 'Gru\u0308n'),
  (body) => body.replace('Schritt', 'Schr\u0456tt'),
  (body) => body.replace('Schritt', 'Schritt\u200b'),
  (body) => body.replace('"amount":17', '"amount":"17"'),
  (body) => body.replace('"amount":17', '"amount":17.000000000000004'),
  (body) => body.replace('"amount":17', '"amount":17,"amount":18'),
  (body) => body.replace('"content":{', '"content":{"extra":null,'),
  (body) => body.replace('{"content"', '{"note":"x","content"'),
  (body) => body.replace(/"signature":"(.)/, (_all, first) => `"signature":"${first}=`),
  (body) => body.replace('"version":1', '"version":1.5'),
  // No JSON, or none of its own: a reader that puts texts together must not take parts of one for another.
  (body) => body.slice(0, -1),
  (body) => body.replace('Schritt', 'Schr\nitt'),
  (body) => `${body},{}`,
  (body) => `{}],[1,"entry_made",0,"agent-1",${body}`,
  (body) => `${body}\n`.repeat(2),
  (body) => JSON.stringify(body),
  () => 'null',
];

export function respelled(
  { whole }: LogUnderAttack,
  place: number,
  trick: (body: string) => string,
): Tampered {
  const raw = at(whole.entries, place);
  const body = trick(raw.body);
  if (body === raw.body) throw new Error('The trick did nothing.');
  const entries = whole.entries.with(place, { ...raw, body });
  return { snapshot: { ...whole, entries }, isNamed: names([place + 1], ['changed', 'wrong-signer']) };
}

function edited(
  { whole }: LogUnderAttack,
  place: number,
  change: (entry: SignedEntry) => SignedEntry,
  kinds: TamperingKind[],
): Tampered {
  const raw = at(whole.entries, place);
  const entries = whole.entries.with(place, withEntry(raw, change(entryOf(raw))));
  return { snapshot: { ...whole, entries }, isNamed: names([place + 1], kinds) };
}

function removed({ whole }: LogUnderAttack, place: number, kinds: TamperingKind[]): Tampered {
  const entries = whole.entries.filter((_, index) => index !== place);
  return { snapshot: { ...whole, entries }, isNamed: names([place + 1], kinds) };
}

function inserted(whole: Snapshot, place: number, raw: RawEntry): Snapshot {
  const entries = [...whole.entries.slice(0, place), raw, ...whole.entries.slice(place)];
  return {
    ...whole,
    entries: entries.map((one, index) => ({ ...one, sequence: index + 1 })),
    sequence: entries.length,
  };
}

function resigned(entries: readonly RawEntry[]): RawEntry[] {
  const keys = new Map<string, SigningKey>();
  const last = new Map<string, string>();
  return entries.map((raw) => {
    const content = contentOf(raw);
    const key = keys.get(content.chain) ?? SigningKey.create();
    keys.set(content.chain, key);
    const previous = last.get(content.chain) ?? '';
    const entry = signEntry({ ...content, key: key.publicKey, previous, reason: 'another history' }, key);
    last.set(content.chain, entry.hash);
    return withEntry(raw, entry);
  });
}

function names(sequences: number[], kinds: TamperingKind[]): (report: AuditReport) => boolean {
  return ({ findings }) =>
    sequences.every((sequence) =>
      findings.some((finding) => finding.sequence === sequence && kinds.includes(finding.kind)),
    );
}

function namesOneOf(sequences: number[], kinds: TamperingKind[]): (report: AuditReport) => boolean {
  return (report) => sequences.some((sequence) => names([sequence], kinds)(report));
}

function at(entries: readonly RawEntry[], place: number): RawEntry {
  const found = entries[place];
  if (found === undefined) throw new Error(`There is no entry at ${place}.`);
  return found;
}

function entryOf(raw: RawEntry): SignedEntry {
  return JSON.parse(raw.body) as SignedEntry;
}

function contentOf(raw: RawEntry): EntryContent {
  return entryOf(raw).content;
}

function withEntry(raw: RawEntry, entry: SignedEntry): RawEntry {
  return { ...raw, author: entry.content.author, body: JSON.stringify(entry satisfies JsonObject) };
}
