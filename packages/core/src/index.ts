// Errors

export {
  checkBoolean,
  checkInteger,
  checkLabel,
  checkLabels,
  checkList,
  checkOneOf,
  checkText,
  invalid,
} from './check.js';
// For tests
export { crashPoint } from './crash-point.js';
// Validation at the edge: every storage begins each verb with one of these
export {
  DEFAULT_PAGE,
  MAX_CAPABILITY_SETS,
  MAX_DEPENDENCIES,
  MAX_DEPENDENTS,
  MAX_DETAILS_BYTES,
  MAX_ERROR_CHARACTERS,
  MAX_KEYS_PER_LEASE,
  MAX_LEASE_MS,
  MAX_MESSAGE_BYTES,
  MAX_PAGE,
  MAX_RESULT_BYTES,
  MAX_TASK_BYTES,
  MAX_TASKS_PER_PUSH,
  MIN_LEASE_MS,
} from './edge/caps.js';
export { checkKey, isKeyBelow, keyAncestors, keySpace } from './edge/key.js';
export {
  type CheckedAcquire,
  checkAcquire,
  checkFence,
  checkInspect,
  checkLeaseIdentity,
  checkRevoke,
  checkTtl,
} from './edge/leases.js';
export {
  checkAcquirePermit,
  checkPermit,
  checkReserve,
  checkScopes,
  checkSettleSpend,
} from './edge/limits.js';
export { type LogLine, type LogLineTime, parseLogLine, timesOfLogLine } from './edge/log-line.js';
export { type AppendRequest, checkAppend, checkArchive, checkRead } from './edge/logs.js';
export { checkChannel, checkIdentity, checkName } from './edge/names.js';
export { checkPage } from './edge/page.js';
export {
  type CheckedClaim,
  type CheckedSettle,
  checkClaim,
  checkClaimIdentity,
  checkClaimRenewal,
  checkListTasks,
  checkSettle,
} from './edge/queues.js';
export {
  type CheckedPut,
  checkIfVersion,
  checkListRecords,
  checkPut,
  checkRecordIdentity,
  checkRecordIds,
  checkSearch,
} from './edge/records.js';
export {
  checkBatch,
  checkChanges,
  checkEpoch,
  checkJoin,
  checkLead,
  checkSetGate,
  checkSnapshot,
} from './edge/replica.js';
export { checkChannels } from './edge/signals.js';
export {
  type CheckedTask,
  checkNewTask,
  checkNoCycle,
  checkPush,
  DEFAULT_MAX_ATTEMPTS,
  DEFAULT_PRIORITY,
  DEFAULT_QUEUE,
  taskJson,
} from './edge/tasks.js';
export { AgentCoordError, type ErrorDetails } from './errors/agent-coord-error.js';
export { ERROR_CODES, type ErrorCode } from './errors/codes.js';
export { describeThrown, toAgentCoordError } from './errors/from-unknown.js';
export { type GateRefusal, notOwner } from './errors/not-owner.js';
export { openedPath } from './files/opened-path.js';
export { PinnedFolder } from './files/pinned-folder.js';
export { writeDurably } from './files/write-durably.js';
// Identifiers, keys and names
export { checkId, isId, type NewId, newId } from './id.js';
// Holding what expires
export { LateAbort } from './keeper/late-abort.js';
export { type KeepLease, LeaseKeeper } from './keeper/lease-keeper.js';
// The operation envelope
export { argumentsHash } from './operation/arguments-hash.js';
export { checkOperation, MAX_SLOT, type Operation, SESSION_IDLE_MS } from './operation/operation.js';
// Keys and signatures
export { createKeyFile, readKeyFile } from './signing/key-file.js';
export { checkPublicKey, isPublicKey, keyFingerprint } from './signing/public-key.js';
export { sha256 } from './signing/sha256.js';
export { type Signer, SigningKey } from './signing/signing-key.js';
export { type SignatureToVerify, verifySignature } from './signing/verify-signature.js';
// The storage contract
export { type CallOptions, DEFAULT_CALL_TIMEOUT_MS, type MutationOptions } from './storage/call-options.js';
export { EVENT_TYPES, EVENTS_KEPT, type EventBody, type EventType } from './storage/events.js';
export type { FencedChange, FencedFiles } from './storage/fenced-files.js';
export type {
  AcquireLease,
  AcquireReply,
  InspectLeases,
  LeaseConflict,
  LeaseGrant,
  LeaseIdentity,
  LeaseKey,
  LeaseMode,
  LeaseScope,
  Leases,
  LeaseWaiter,
  RenewReply,
} from './storage/leases.js';
export type { AcquirePermit, Limits, PermitReply, ReserveReply, SpendCharge } from './storage/limits.js';
export {
  type AppendReply,
  EVENTS_LOG,
  type LogEntry,
  type LogHead,
  type Logs,
  type ReadLog,
} from './storage/logs.js';
export type {
  ClaimIdentity,
  ClaimRenewal,
  ClaimReply,
  ClaimTasks,
  ListTasks,
  PushReply,
  QueueStats,
  Queues,
  SettleReply,
  SettleTask,
  TaskClaim,
  TaskOutcome,
} from './storage/queues.js';
export type {
  ListRecords,
  PutRecord,
  PutReply,
  Records,
  SearchRecords,
  SearchReply,
  StoredRecord,
} from './storage/records.js';
export { digestReplica, type ReplicaDigest } from './storage/replica/digest.js';
export type {
  RememberedClaim,
  ReplicaEntity,
  ReplicaEvent,
  ReplicaRecord,
  ReplicaSlot,
  ReplicaTask,
} from './storage/replica/entity.js';
export type {
  Announcement,
  BatchOrigin,
  Gate,
  GateView,
  Member,
  ServerState,
  SetGate,
  SetGateReply,
} from './storage/replica/gate.js';
export type { Position } from './storage/replica/position.js';
export type { ApplyReply, ChangesReply, Replica, ReplicaBatch } from './storage/replica/replica.js';
export type { BurnReply, Sessions } from './storage/sessions.js';
export type { Listener, Signals } from './storage/signals.js';
export type { Capabilities, Storage, StorageDescription } from './storage/storage.js';
export {
  ENDED_TASK_STATES,
  hasEnded,
  type NewTask,
  TASK_STATES,
  type Task,
  type TaskFailure,
  type TaskState,
} from './storage/task.js';
// Telemetry
export {
  inSpan,
  type Span,
  type SpanAttributes,
  type SpanName,
  setTracer,
  type Tracer,
} from './telemetry/tracing.js';
// Text
export { canonicalJson, encodeJson, type JsonObject, type JsonValue } from './text/json.js';
export { printable } from './text/printable.js';
export { redact } from './text/redact.js';
export { revealed } from './text/revealed.js';
export { slug } from './text/slug.js';
export { wordsOf } from './text/words.js';
// Time
export { type Backoff, backoffMs, DEFAULT_BACKOFF } from './time/backoff.js';
export { type Clock, createSystemClock, systemClock } from './time/clock.js';
export { type Duration, durationMs, formatDuration, MAX_DURATION_MS } from './time/duration.js';
export { abortedError, pause, throwIfAborted } from './time/pause.js';
