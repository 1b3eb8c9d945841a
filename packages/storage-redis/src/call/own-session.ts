import { newId } from '@agentcoord/core';
import { Slots } from './slots.js';

/** The session of one client: its replay cache in the store. */
export class OwnSession {
  private made: string | undefined;
  readonly slots = new Slots();
  /** The store has answered a call of this session. */
  isOpen = false;

  /** Made when it is first needed: who only looks needs none, and the source of randomness takes 4 ms to load. */
  get id(): string {
    this.made ??= newId('session');
    return this.made;
  }
}
