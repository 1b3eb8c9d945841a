// The whole contract

// Its parts
export { describeBadInput } from './calls/bad-input.js';
export { describeSettlingCalls } from './calls/settling-calls.js';
// Checkers over what processes saw
export { type Checker, type Evidence, type HistoryEntry, NO_EVIDENCE } from './checkers/evidence.js';
export { fenceMono } from './checkers/fence-mono.js';
export { logComplete } from './checkers/log-complete.js';
export { noGhost } from './checkers/no-ghost.js';
export { noLostTask } from './checkers/no-lost-task.js';
export { oneCompletion } from './checkers/one-completion.js';
export { oneHolder } from './checkers/one-holder.js';
export { describeEvents } from './events.js';
export type { NamespaceUnderTest, StorageConnection, StorageHarness } from './harness/storage-harness.js';
export { describeLeases } from './leases.js';
export { describeLimits } from './limits.js';
export { describeLogs } from './logs.js';
export { describeSameAnswers } from './model/same-answers.js';
export { describeModel } from './model.js';
// Crowds of real processes, for proofs
export { type CrowdOptions, type CrowdReport, crowdOnOneLock, crowdOnOneQueue } from './processes/crowd.js';
export { describeProcesses } from './processes.js';
export { describeQueues } from './queues.js';
export { describeRecords } from './records.js';
export { describeFollowing } from './replica/following.js';
export { describeReplica } from './replica.js';
export { describeSessions } from './sessions.js';
export { describeSignals } from './signals.js';
export { describeStorageContract } from './storage-contract.js';
