// What quick commands need of Redis, with ioredis, in one file.
export { openRedisStorage } from '@agentcoord/storage-redis';
