import { MAX_SLOT } from '@agentcoord/core';
import type { Deadline } from './deadline.js';

/** One call at a time uses a slot; its sequence makes every call before it on that slot impossible. */
export interface Slot {
  number: number;
  sequence: number;
}

/** Gives each call a slot: few are ever used by a client that does little at once. */
export class Slots {
  private readonly free: Slot[] = [];
  private readonly waiting = new Set<(slot: Slot) => void>();
  private made = 0;

  /** A free slot, under a sequence never used before; `undefined` where all are taken. */
  takeFree(): Slot | undefined {
    const slot = this.free.pop() ?? this.make();
    if (slot !== undefined) slot.sequence += 1;
    return slot;
  }

  /** Waits its turn. */
  async take(deadline: Deadline): Promise<Slot> {
    const slot = await this.next(deadline);
    slot.sequence += 1;
    return slot;
  }

  giveBack(slot: Slot): void {
    const [first] = this.waiting;
    if (first === undefined) return void this.free.push(slot);
    this.waiting.delete(first);
    first(slot);
  }

  private make(): Slot | undefined {
    if (this.made > MAX_SLOT) return undefined;
    this.made += 1;
    return { number: this.made - 1, sequence: 0 };
  }

  private async next(deadline: Deadline): Promise<Slot> {
    let take: (slot: Slot) => void = () => undefined;
    const turn = new Promise<Slot>((resolve) => {
      take = resolve;
    });
    this.waiting.add(take);
    try {
      return await deadline.wait(turn);
    } finally {
      this.waiting.delete(take);
    }
  }
}
