import type {
  AcquireLease,
  AcquireReply,
  AppendReply,
  ClaimReply,
  ClaimTasks,
  JsonObject,
  LeaseIdentity,
  NewTask,
  PushReply,
  PutRecord,
  PutReply,
  RenewReply,
  SettleReply,
  SettleTask,
  StoredRecord,
} from '../../../packages/core/src/index.js';

/** What a process wrote down of one call: before it was sent, and when it had an answer. */
export interface Call<Request = unknown, Reply = unknown> {
  /** The process, in one of its lives. */
  worker: string;
  host: number;
  verb: string;
  request: Request;
  /** ms of the machine's monotonic clock, which all processes share. */
  sentAt: number;
  /** Left out: the process ended before it heard. */
  settledAt?: number;
  reply?: Reply;
  error?: { code: string; message: string };
}

/** The calls that are written down. Those of domains are written beside the verbs that they are made of. */
export interface Verbs {
  'leases.acquire': [AcquireLease, AcquireReply];
  'leases.renew': [LeaseIdentity & { ttlMs: number }, RenewReply];
  'leases.release': [{ grantId: string; fence?: number }, { status: 'released' | 'left' | 'gone' }];
  'queues.push': [{ tasks: NewTask[] }, PushReply];
  'queues.claim': [ClaimTasks, ClaimReply];
  'queues.settle': [SettleTask, SettleReply];
  'records.get': [{ collection: string; ids: string[] }, Array<StoredRecord | null>];
  'records.put': [PutRecord, PutReply];
  'logs.append': [{ log: string; id: string; author?: string; body: JsonObject }, AppendReply];
  /** A mutation that one of the stores behind a failover took at this epoch. */
  accepted: [{ store: string; verb: string; epoch?: number }, true];
  'audit.log': [{ id: string }, { id: string }];
  'approvals.request': [{ id: string; by: string }, ApprovalAnswer];
  'approvals.approve': [{ id: string; by: string }, ApprovalAnswer];
  'approvals.reject': [{ id: string; by: string }, ApprovalAnswer];
  'approvals.consume': [{ id: string; by: string }, ApprovalAnswer];
}

export interface ApprovalAnswer {
  status: string;
  by?: string;
}

export type CallOf<V extends keyof Verbs> = Call<Verbs[V][0], Verbs[V][1]>;
/** A call whose answer was heard, and was no error. */
export type Answered<C extends Call> = C & { settledAt: number; reply: NonNullable<C['reply']> };

export function callsOf<V extends keyof Verbs>(calls: readonly Call[], verb: V): CallOf<V>[] {
  return calls.filter((call) => call.verb === verb) as CallOf<V>[];
}

export function answered<C extends Call>(call: C): call is Answered<C> {
  return call.settledAt !== undefined && call.error === undefined;
}

export function answeredCalls<V extends keyof Verbs>(calls: readonly Call[], verb: V): Answered<CallOf<V>>[] {
  return callsOf(calls, verb).filter((call): call is Answered<CallOf<V>> => answered(call));
}

/** After any other error, and after none, nobody knows whether it ran. */
const DID_NOT_RUN = [
  'storage_unavailable',
  'storage_unwritable',
  'disk_full',
  'misconfigured',
  'not_owner',
  'superseded',
  'invalid_argument',
  'unknown_dependency',
];

export function mayHaveRun(call: Call): boolean {
  return call.error === undefined || !DID_NOT_RUN.includes(call.error.code);
}
