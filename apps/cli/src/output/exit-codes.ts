import { AgentCoordError, type ErrorCode } from '@agentcoord/core';

export const EXIT = {
  ok: 0,
  failed: 1,
  usage: 2,
  conflict: 3,
  notFound: 4,
  storage: 5,
  incomplete: 6,
  interrupted: 130,
  terminated: 143,
} as const;

/** The exit code of every error there is. A new code does not compile before it has its row. */
const EXIT_OF = {
  invalid_argument: EXIT.usage,
  too_large: EXIT.usage,
  limit_exceeded: EXIT.usage,
  unknown_dependency: EXIT.usage,
  dependency_cycle: EXIT.usage,
  misconfigured: EXIT.usage,

  not_found: EXIT.notFound,

  already_exists: EXIT.conflict,
  conflict: EXIT.conflict,
  lock_held: EXIT.conflict,
  would_deadlock: EXIT.conflict,
  lock_lost: EXIT.conflict,
  fenced: EXIT.conflict,

  storage_unavailable: EXIT.storage,
  storage_unknown: EXIT.storage,
  not_owner: EXIT.storage,
  storage_unwritable: EXIT.storage,
  storage_corrupt: EXIT.storage,
  disk_full: EXIT.storage,
  network_filesystem: EXIT.storage,
  foreign_file: EXIT.storage,
  schema_too_new: EXIT.storage,
  superseded: EXIT.storage,
  session_expired: EXIT.storage,

  unsupported: EXIT.failed,
  closed: EXIT.failed,
  task_failed: EXIT.failed,
  cancelled: EXIT.failed,
  budget_exceeded: EXIT.failed,
  aborted: EXIT.failed,
  timeout: EXIT.failed,
  spawn_failed: EXIT.failed,
  provider_failed: EXIT.failed,
  tool_failed: EXIT.failed,
  verify_failed: EXIT.failed,
  internal: EXIT.failed,
} as const satisfies Record<ErrorCode, number>;

export function exitCodeOf(error: unknown): number {
  return AgentCoordError.is(error) ? EXIT_OF[error.code] : EXIT.failed;
}
