/** Ten frames in any second: three at once, and seven more while it lasts. */
const BURST = 3;
const PER_SECOND = 7;

/**
 * When the next frame may be painted. A key after a pause is answered at once, also when the store has just been
 * painted; a key that is held down gets a steady seven frames a second.
 */
export class FrameBudget {
  private tokens = BURST;
  private countedAt = 0;

  /** @param now Monotonic milliseconds. @returns how long to wait; 0: now. */
  waitMs(now: number): number {
    this.refill(now);
    return this.tokens >= 1 ? 0 : Math.ceil(((1 - this.tokens) * 1000) / PER_SECOND);
  }

  /** Whether a frame can be painted now that nobody waits for: one is always left for a key. */
  hasSpare(now: number): boolean {
    this.refill(now);
    return this.tokens >= 2;
  }

  /** A frame was painted. */
  spend(now: number): void {
    this.refill(now);
    this.tokens = Math.max(0, this.tokens - 1);
  }

  private refill(now: number): void {
    this.tokens = Math.min(BURST, this.tokens + ((now - this.countedAt) * PER_SECOND) / 1000);
    this.countedAt = now;
  }
}
