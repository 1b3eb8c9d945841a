import { newId } from '@agentcoord/core';
import { Slots } from './slots.js';

/** The session of one client: its replay cache in the store. */
export class OwnSession {
  readonly id = newId('session');
  readonly slots = new Slots();
  /** The store has answered a call of this session. */
  isOpen = false;
}
