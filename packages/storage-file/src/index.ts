// Stores

// Writes that a stale lock holder cannot make
export { type FencedFilesOptions, openFencedFiles } from './open-fenced-files.js';
export { type FileStorageOptions, openFileStorage } from './open-file-storage.js';
export { type MemoryStorageOptions, openMemoryStorage } from './open-memory-storage.js';
export type { Durability } from './opening/connect.js';

// Which SQLite it runs on
export { ADAPTER_VARIABLE } from './sqlite/choose-adapter.js';
export type { AdapterName } from './sqlite/database.js';
