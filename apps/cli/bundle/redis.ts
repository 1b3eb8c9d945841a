// What quick commands need of Redis, in one file.
export { openRedisStorage } from '@agentcoord/storage-redis';
