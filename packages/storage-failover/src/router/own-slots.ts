import { MAX_SLOT, type NewId, type Operation } from '@agentcoord/core';
import type { Deadline } from './deadline.js';

/** An operation of this process's own session. One call at a time has it. */
export interface Ticket {
  session: OwnSession;
  slot: number;
  sequence: number;
}

/** A session of this process, with its slots. Its operations mean the same at whichever store owns. */
export interface OwnSession {
  id: string;
  /** A store has answered a call of it. */
  isOpen: boolean;
  free: Ticket[];
  made: number;
}

export class OwnSlots {
  private session: OwnSession | undefined;
  private readonly waiting = new Set<() => void>();

  constructor(private readonly newId: NewId) {}

  /** A free slot under a sequence never used before; waits its turn where all are taken. */
  async take(deadline: Deadline): Promise<Ticket> {
    for (;;) {
      this.session ??= { id: this.newId('session'), isOpen: false, free: [], made: 0 };
      const { session } = this;
      const free = session.free.pop() ?? this.make(session);
      if (free !== undefined) {
        free.sequence += 1;
        return free;
      }
      await Promise.race([new Promise<void>((resolve) => this.waiting.add(resolve)), deadline.pause(50)]);
    }
  }

  giveBack(ticket: Ticket): void {
    if (ticket.session === this.session) ticket.session.free.push(ticket);
    for (const wake of this.waiting) wake();
    this.waiting.clear();
  }

  /** The store has forgotten it: the next call begins another one. */
  forget(session: OwnSession): void {
    if (this.session === session) this.session = undefined;
  }

  private make(session: OwnSession): Ticket | undefined {
    if (session.made > MAX_SLOT) return undefined;
    session.made += 1;
    return { session, slot: session.made - 1, sequence: 0 };
  }
}

export function operationOf({ session, slot, sequence }: Ticket, open: boolean): Operation {
  return { session: session.id, slot, sequence, ...(open ? { open } : {}) };
}
