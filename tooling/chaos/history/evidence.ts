import type { EventBody, JsonObject, LogEntry, Position, Task } from '../../../packages/core/src/index.js';
import type { Call } from './call.js';

/** From `from` to `until`, ms of the machine's monotonic clock. */
export interface Span {
  from: number;
  until: number;
}

export interface Loss extends Span {
  /**
   * The first to ask afterwards may have been a client that knew nothing of before, so nobody held leases back: an
   * emptied namespace looks like a new one (decision 0007, hole 4). Only the fence at the resource helps then.
   */
  unnoticed?: boolean;
}

/** What the resource, which the parent keeps, let pass or refused, in its own order. */
export interface ResourceUse {
  kind: 'enter' | 'write';
  resource: string;
  grantId: string;
  fence: number;
  accepted: boolean;
  /** What the resource held when the writer entered; each accepted write makes it one more. */
  base?: number;
  /** After this use. */
  version: number;
  at: number;
}

export interface SeenApproval {
  id: string;
  status: string;
  requestedBy: string;
  by?: string;
  expiresAt: number;
  decidedAt?: number;
  usableUntil?: number;
  usedAt?: number;
}

/** What one store of a failover holds when all is quiet again. */
export interface StoreState {
  /** `primary`, or the host whose store it is. */
  store: string;
  position: Position;
  /** Over `lines`. */
  digest: string;
  /** Every entity of its snapshot but slots, sorted. */
  lines: string[];
  /** What the keeper of its gate left there. */
  record: JsonObject;
  events: Array<Pick<LogEntry, 'sequence' | 'id'> & { body: EventBody }>;
}

/** What the namespace holds at the end, as one more client of it sees it. */
export interface FinalState {
  tasks: Task[];
  events: EventBody[];
  entries: LogEntry[];
  approvals: SeenApproval[];
  auditIds: string[];
  audit: { status: string; findings: string[] };
}

/** Everything a checker may look at. */
export interface Evidence {
  calls: Call[];
  uses: ResourceUse[];
  final: FinalState;
  /** Of systems with followers; the owner first. */
  stores: StoreState[];
  /** When data may have been lost that no copy has: what is told of before may be gone after. */
  losses: Loss[];
  /** A loss can be seen by people afterwards. */
  lossReported: boolean;
  /** When no process of that host could reach what it shares with others. */
  cutOff: Array<Span & { host: number }>;
  /** Reads may be answered by a copy: they then tell of an earlier moment. */
  staleReads: boolean;
  /** Whether a host that is cut off gets grants: never, or only while its own store owns the namespace. */
  refusal: 'always' | 'while-shared' | 'never';
}

export type Checker = (evidence: Evidence) => string[];

export const NO_EVIDENCE: Evidence = {
  calls: [],
  uses: [],
  final: {
    tasks: [],
    events: [],
    entries: [],
    approvals: [],
    auditIds: [],
    audit: { status: 'ok', findings: [] },
  },
  stores: [],
  losses: [],
  lossReported: false,
  cutOff: [],
  staleReads: false,
  refusal: 'never',
};
