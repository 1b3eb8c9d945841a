import type { JsonObject } from '../../../packages/core/src/index.js';
import type { ArmedPoint } from './crash-point.js';
import type { StoreToLookAt } from './look-at-stores.js';

/** Everything a round needs to be quick: the product's own times are minutes. */
export interface RoundTimes {
  leaseMs: number;
  claimMs: number;
  callMs: number;
  /** Between two calls of one activity. */
  restMs: number;
}

export interface BeginRound {
  kind: 'begin';
  worker: string;
  host: number;
  /** Which opener, and what it is told. */
  system: string;
  options: JsonObject;
  times: RoundTimes;
  seed: number;
  historyFile: string;
}

export type ToWorker =
  | BeginRound
  | { kind: 'resource'; ask: number; reply: ResourceReply }
  | { kind: 'arm'; point: ArmedPoint | undefined }
  | { kind: 'turn-clock'; byMs: number }
  /** Begins nothing new, and finishes what it began; work on tasks goes on. */
  | { kind: 'begin-no-more' }
  | { kind: 'drain' }
  | { kind: 'end' }
  /** Looks at the namespace as one more client, and writes what it sees to the file. */
  | { kind: 'look'; system: string; options: JsonObject; file: string }
  /** The same at each of the stores of a failover by itself. */
  | { kind: 'look-at-stores'; stores: StoreToLookAt[]; file: string };

export type FromWorker =
  | { kind: 'ready' }
  /** Its storage could not be opened; it tries again. */
  | { kind: 'refused'; message: string }
  | { kind: 'begun' }
  /** Its point is the one it was told last. */
  | { kind: 'armed' }
  | { kind: 'resource'; ask: number; use: ResourceAsk }
  | { kind: 'begins-no-more' }
  | { kind: 'drained' }
  | { kind: 'ended' }
  | { kind: 'looked' }
  /** A bug: nothing that a fault may cause. */
  | { kind: 'trouble'; message: string };

export interface ResourceAsk {
  kind: 'enter' | 'write';
  resource: string;
  grantId: string;
  fence: number;
  base?: number;
}

export interface ResourceReply {
  accepted: boolean;
  version: number;
}
