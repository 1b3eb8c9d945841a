import type { Backoff, Clock, NewId, Storage } from '@agentcoord/core';

/** What every part of one `TaskQueue` works with. */
export interface QueueContext {
  storage: Storage;
  queue: string;
  /** Who claims; needed to claim, not to add or to look. */
  worker?: string;
  clock: Clock;
  newId: NewId;
  retry: Backoff;
  random: () => number;
}
