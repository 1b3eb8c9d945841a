export { type InspectOptions, inspectServer, type ServerInspection } from './doctor/inspect-server.js';
export { NEEDED_RIGHTS } from './doctor/needed-rights.js';
export type { RefusedCommand } from './doctor/refused-commands.js';
export { openRedisStorage } from './open-redis-storage.js';
export type { RedisStorageOptions } from './redis-storage-options.js';
export { removeNamespace } from './remove-namespace.js';
