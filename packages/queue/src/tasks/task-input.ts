import type { Duration, JsonObject } from '@agentcoord/core';

/** A task as a caller writes it. */
export interface TaskInput {
  /** Your own id (a ticket number); a task that is already there under it is not added again. Default: a new one. */
  id?: string;
  /** A name within one batch, for `dependsOn` and `parent` of its other tasks; it is not stored. */
  key?: string;
  /** One line, 1 to 200 characters. */
  title: string;
  /** At most 32,768 characters. */
  description?: string;
  /** What the worker needs; the whole task is at most 256 KiB of JSON. */
  payload?: JsonObject;
  /** 1 to 5, 5 is claimed first. Default 3. */
  priority?: number;
  /** At most 16. A worker with tags claims tasks that share one with it. */
  tags?: string[];
  /** Capabilities a worker must all have; at most 16. */
  requires?: string[];
  /** Tasks that must complete first, at most 100: ids, or keys of the same batch. */
  dependsOn?: string[];
  /** When a dependency fails or is cancelled: stay blocked until it is retried (default), or be cancelled too. */
  onDependencyFailure?: 'block' | 'cancel';
  /** The task this one is a part of: an id, or a key of the same batch. */
  parent?: string;
  /** Not to be claimed before this much time has passed. Default 0. */
  delay?: Duration;
  /** 1 to 100. Default 3. */
  maxAttempts?: number;
  /** How long a claim lasts without a renewal, 50 ms to 24 h. Default: the worker's. */
  lease?: Duration;
  /** At most one unfinished task of a queue has this key; adding another answers with the one that is there. */
  dedupeKey?: string;
  /** Default: the queue's `worker`. */
  createdBy?: string;
}
