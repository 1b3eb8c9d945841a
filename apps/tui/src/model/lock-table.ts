import type { LockInfo } from '@agentcoord/locks';
import { numberOf, type SeenEvent } from './seen-event.js';

/**
 * File locks and who waits for them. Waiting is no event, so this table is looked at anew while it matters; a
 * renewal, which comes all the time, is applied as it comes.
 */
export class LockTable {
  revision = 0;
  private locks: LockInfo[] = [];

  reset(locks: readonly LockInfo[]): void {
    this.locks = [...locks];
    this.revision += 1;
  }

  /** Whether a look is needed: a lock came, went, or was not known. */
  apply({ type, id, fields }: SeenEvent): boolean {
    const mine = this.locks.filter(({ grantId }) => grantId === id);
    if (type !== 'lease-renewed') {
      if (type !== 'lease-granted') this.drop(id, mine.length);
      return true;
    }
    const expiresAt = numberOf(fields.expiresAt);
    if (expiresAt === undefined) return false;
    for (const lock of mine) lock.expiresAt = expiresAt;
    if (mine.length > 0) this.revision += 1;
    return false;
  }

  /** Expired means gone, whether or not anybody has cleared it away. */
  held(now: number): LockInfo[] {
    return this.locks.filter(({ expiresAt }) => expiresAt > now).sort(byPath);
  }

  private drop(grantId: string, count: number): void {
    if (count === 0) return;
    this.locks = this.locks.filter((lock) => lock.grantId !== grantId);
    this.revision += 1;
  }
}

function byPath(a: LockInfo, b: LockInfo): number {
  return b.waiters.length - a.waiters.length || (a.path < b.path ? -1 : 1);
}
