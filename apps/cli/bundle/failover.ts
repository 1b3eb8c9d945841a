// What quick commands need where the store of this host takes part beside Redis, in one file.
export { openFailoverStorage } from '@agentcoord/storage-failover';
export { openWithFallback } from '../../../packages/client/src/store/open-with-fallback.js';
export { createReplica } from '../../../packages/storage-file/src/replica.js';
