// What the explorer explores: the rules, as the storage calls them.
export { follow } from '../../src/moves/follow.js';
export { beginHandOver, completeHandOver } from '../../src/moves/hand-over.js';
export { lookAtRedis } from '../../src/moves/look.js';
export type { RedisMove } from '../../src/moves/move.js';
export { resume } from '../../src/moves/resume.js';
export { becomeOwner, takeBack } from '../../src/moves/take-back.js';
export { adopt, bind, takeOver } from '../../src/moves/take-without-owner.js';
export { leaveUnseen, stopUnseen, workUnseen } from '../../src/moves/unseen.js';
export {
  admitAtRedis,
  admitAtStore,
  admitBatchAtRedis,
  admitBatchAtStore,
} from '../../src/record/admission.js';
export { mayOwnLocally } from '../../src/record/local-ownership.js';
export type { LocalRecord } from '../../src/record/local-record.js';
export { type Ownership, sameOwnership, storeOwner } from '../../src/record/ownership.js';
export { isAhead, type Position, samePosition } from '../../src/record/position.js';
export type { RedisRecord } from '../../src/record/redis-record.js';
