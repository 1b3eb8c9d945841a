import type { Duration } from '@agentcoord/core';
import type { Links, Priority } from './post.js';

/** What every message can have. */
export interface MessageInput {
  /** Sending twice with one id is one message. Default: a new one. */
  id?: string;
  /** In full, in any form; with everything else at most 63 KiB of JSON. */
  message: string;
  /** Names of agents, `role:<role>`, `everyone`, or `@` and a name or role. At most 100. */
  to?: string | string[];
  /** Asks each recipient to acknowledge it; it stays in their inbox until then. Default false. */
  acknowledge?: boolean;
  /** After this much time it is no longer shown in an inbox, and counts as expired where it was not read. */
  expires?: Duration;
  links?: Links;
}

/** A message to somebody, as a thread of its own. */
export interface DirectMessage extends Omit<ThreadInput, 'title' | 'to'> {
  to: string | string[];
  /** Default: the first line of the message. */
  title?: string;
}

export interface ThreadInput extends MessageInput {
  /** One line of 1 to 200 characters. */
  title: string;
  /** Default `normal`. */
  priority?: Priority;
  /** At most 16. */
  tags?: string[];
}
