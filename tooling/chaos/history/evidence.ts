import type { EventBody, LogEntry, Task } from '../../../packages/core/src/index.js';
import type { Call } from './call.js';

/** From `from` to `until`, ms of the machine's monotonic clock. */
export interface Span {
  from: number;
  until: number;
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

/** What one store holds when all is quiet again. */
export interface StoreState {
  /** `redis`, or the host whose store it is. */
  store: string;
  /** Over its whole snapshot, where it has a `replica`. */
  digest?: string;
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
  /** Of systems with followers. */
  stores: StoreState[];
  /** When data may have been lost that no copy has: what is told of before may be gone after. */
  losses: Span[];
  /** A loss can be seen by people afterwards. */
  lossReported: boolean;
  /** When no process of that host may have got a grant. */
  cutOff: Array<Span & { host: number }>;
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
};
