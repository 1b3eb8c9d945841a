import type { LogHead } from '@agentcoord/core';
import type { SignedEntry } from '../entry/entry-content.js';
import { ARCHIVED_TYPE, MISSED_TYPE } from '../entry/own-types.js';

/** What is not here by right, as the log itself tells. */
export class Missing {
  private readonly archived: Array<{ from: number; to: number }> = [];
  private readonly missed: string[] = [];
  private readonly absent: Array<{ from: number; to: number }> = [];

  constructor(private readonly head: LogHead) {}

  add({ content }: SignedEntry): void {
    const { from, to } = content.details ?? {};
    if (typeof from !== 'number' || typeof to !== 'number') return;
    if (content.type === ARCHIVED_TYPE) this.archived.push({ from, to });
    if (content.type === MISSED_TYPE)
      this.missed.push(
        `Events ${from} to ${to} were dropped by the store before entries were derived from them.`,
      );
  }

  /** Whether an entry that is neither in the store nor in a segment here was archived. Only what the store no longer has can be. */
  isElsewhere(sequence: number): boolean {
    const { firstSequence = Number.MAX_SAFE_INTEGER } = this.head;
    const found = this.archived.find(({ from, to }) => sequence >= from && sequence <= to);
    if (found === undefined || sequence >= firstSequence) return false;
    this.note(sequence);
    return true;
  }

  sentences(): string[] {
    const absent = this.absent.map(
      ({ from, to }) => `Entries ${from} to ${to} were archived, and the segment is not on this host.`,
    );
    return [...absent, ...this.missed];
  }

  private note(sequence: number): void {
    const last = this.absent.at(-1);
    if (last !== undefined && sequence === last.to + 1) last.to = sequence;
    else if (last === undefined || sequence > last.to) this.absent.push({ from: sequence, to: sequence });
  }
}
