import type { JsonObject } from '../../../packages/core/src/index.js';
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
  times: RoundTimes;
}

/** One way to keep a namespace, as the harness can try it. */
export interface System {
  name: string;
  /** Over how many hosts the workers are spread. */
  hosts: number;
  usesRedis: boolean;
  usesFileStores: boolean;
  /** Whoever is cut off from Redis gets no grants. */
  refusesWhenCutOff: boolean;
  /** Names for crash points, besides those before and after each call. */
  crashPoints: readonly string[];
  /** What `OPENERS` in the worker is told. */
  options(place: Place): JsonObject;
}
