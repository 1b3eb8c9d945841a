import type { JsonObject } from '../../../packages/core/src/index.js';
import type { Need } from '../faults/fault.js';
import type { Evidence } from '../history/evidence.js';
import type { StoreToLookAt } from '../worker/look-at-stores.js';
import type { RoundTimes } from '../worker/messages.js';

/** Where things are in one round. */
export interface Place {
  namespace: string;
  host: number;
  /** The worker's place, which is also its user at Redis. */
  place: number;
  /** Of the host's file store. */
  folder: string;
  /** Of the host's way to Redis; 0 without Redis. */
  port: number;
  /** Of the file store that takes the place of Redis, and of what the host's way to it does. */
  primaryFolder: string;
  way: string;
  times: RoundTimes;
}

/** One way to keep a namespace, as the harness can try it. */
export interface System {
  name: string;
  /** Over how many hosts the workers are spread. */
  hosts: number;
  /** Those that may lose their way to what they share, while others have theirs. */
  cutHosts: readonly number[];
  /** Decides which faults it can have. */
  has: readonly Need[];
  refusal: Evidence['refusal'];
  /** Whether a client that is new may be granted what another held when data was lost. */
  newcomersMayNotNotice: boolean;
  /** Names for crash points, besides those before and after each call. */
  crashPoints: readonly string[];
  /** Before faults begin: so long it takes until a second host that comes is taken in. */
  settlesInMs: number;
  /** By which `openSystem` in the worker opens it, and what that is told. */
  opener: string;
  options(place: Place): JsonObject;
  /** The stores behind it that must agree in the end. */
  stores?(place: Place, hosts: readonly number[]): StoreToLookAt[];
}
