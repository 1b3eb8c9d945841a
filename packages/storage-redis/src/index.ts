export { openRedisStorage } from './open-redis-storage.js';
export type { RedisStorageOptions } from './redis-storage-options.js';
