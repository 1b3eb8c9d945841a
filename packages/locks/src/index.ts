// Locks on files and folders
export { FileLock, type FileLockOptions } from './file-lock.js';
export type { HeldLock } from './held/lock-handle.js';
export { type ListLocks, listLocks } from './list-locks.js';
export type { LockInfo, WaitingLock } from './lock-info.js';
export type { LockOptions } from './lock-options.js';
// How files are named
export {
  createResourceNames,
  type ResourceName,
  type ResourceNames,
  type ResourceNamesOptions,
} from './names/resource-names.js';
export { findRepository, type Repository } from './repository/find-repository.js';
// How many at once
export type { Permit } from './semaphore/permit-handle.js';
export { type PermitOptions, Semaphore, type SemaphoreOptions } from './semaphore/semaphore.js';
// Locks of who is seen only in short calls
export { type StandingLock, StandingLocks, type StandingLocksOptions } from './standing/standing-locks.js';
