// The storage
export type { FailoverOptions, PrimaryStorage } from './failover-options.js';
export type { Failover, FailoverStorage } from './failover-storage.js';
export { openFailoverStorage } from './open-failover-storage.js';
// Whether a store may own
export { type Fallback, mayOwnLocally } from './record/local-ownership.js';
export type { LocalPhase } from './record/local-record.js';
export type { Ownership } from './record/ownership.js';
// What it tells
export type { Freshness } from './router/reading.js';
export type { RefusalReason as StorageRefusalReason } from './router/refusal.js';
export type { Conflict } from './status/conflict-log.js';
export type { FailoverMember, FailoverStatus } from './status/failover-status.js';
export type { WishOptions } from './status/wishes.js';
export type { FailoverTimes } from './times.js';
