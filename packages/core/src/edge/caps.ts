/** Caps on what a store takes, in bytes of UTF-8 JSON unless said otherwise. The same on every storage. */
export const MAX_TASK_BYTES = 256 * 1024;
export const MAX_MESSAGE_BYTES = 64 * 1024;
export const MAX_DETAILS_BYTES = 4 * 1024;
export const MAX_RESULT_BYTES = 64 * 1024;
export const MAX_ERROR_CHARACTERS = 8_000;

export const MAX_TASKS_PER_PUSH = 10_000;
export const MAX_DEPENDENCIES = 100;
export const MAX_DEPENDENTS = 1_000;
export const MAX_CAPABILITY_SETS = 64;
export const MAX_KEYS_PER_LEASE = 256;
export const MAX_PAGE = 1_000;
export const DEFAULT_PAGE = 100;

export const MIN_LEASE_MS = 50;
export const MAX_LEASE_MS = 86_400_000;
