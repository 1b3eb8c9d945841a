import type { Clock, NewId, Replica, Storage } from '@agentcoord/core';
import type { PrimaryLink } from './primary/primary-link.js';
import type { ConflictLog } from './status/conflict-log.js';
import type { Times } from './times.js';

/** What everything in this package works with: the store of this host, the way to the primary, the options. */
export interface Host {
  local: Storage;
  /** Of `local`. */
  replica: Replica;
  primary: PrimaryLink;
  times: Times;
  /** The option `fallback`, for this primary's address. */
  mayOwnLocally: boolean;
  /** The option of that name; never rejects. */
  isPrivate: () => Promise<boolean>;
  /** Shown to people of other hosts. */
  name: string;
  conflicts: ConflictLog;
  clock: Clock;
  /** Of the machine, ms; also counts sleep, and is the same for all processes. */
  uptimeMs: () => number;
  newId: NewId;
  /** Names this process among those of the host. */
  keeperId: string;
  /** Aborted when the storage is closed. */
  closed: AbortSignal;
}
