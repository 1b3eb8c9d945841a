// The storage
export type { FailoverOptions, PrimaryStorage } from './failover-options.js';
export type { Failover, FailoverStorage } from './failover-storage.js';
// The moves
export { follow } from './moves/follow.js';
export { beginHandOver, completeHandOver } from './moves/hand-over.js';
export { type LookVerdict, lookAtRedis } from './moves/look.js';
export type { LocalMove, RedisMove } from './moves/move.js';
export { resume } from './moves/resume.js';
export { becomeOwner, takeBack } from './moves/take-back.js';
export { adopt, bind, type TakeFacts, takeOver } from './moves/take-without-owner.js';
export { leaveUnseen, stopUnseen, workUnseen } from './moves/unseen.js';
export { openFailoverStorage } from './open-failover-storage.js';
// The records
export {
  type Admission,
  admitAtRedis,
  admitAtStore,
  admitBatchAtRedis,
  admitBatchAtStore,
  type RefusalReason,
} from './record/admission.js';
export { type Fallback, mayOwnLocally } from './record/local-ownership.js';
export type { LocalPhase, LocalRecord } from './record/local-record.js';
export { type Owner, type Ownership, sameOwnership, storeOwner } from './record/ownership.js';
export { isAhead, type Position, samePosition } from './record/position.js';
export type { Announcement, RedisRecord } from './record/redis-record.js';
export type { Freshness } from './router/reading.js';
// What it tells
export type { RefusalReason as StorageRefusalReason } from './router/refusal.js';
export type { Conflict } from './status/conflict-log.js';
export type { FailoverMember, FailoverStatus } from './status/failover-status.js';
export type { FailoverTimes } from './times.js';
