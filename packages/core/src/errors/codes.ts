/**
 * Every way a call can fail, as a closed list. A code never changes its meaning; the command line
 * maps each to one exit code.
 */
export const ERROR_CODES = [
  // the caller's mistake
  'invalid_argument', // a field is wrong: `data.field`, `data.expected`
  'too_large', // a value is over its cap: `data.field`, `data.limit`, `data.actual`
  'limit_exceeded', // a count is over its cap (capability sets, dependents, keys of one request)
  'not_found',
  'already_exists',
  'unknown_dependency',
  'dependency_cycle',
  'misconfigured', // configuration, credentials or rights; trying again does not help
  'unsupported', // this storage or machine does not have the capability
  'closed', // the client or storage was closed by its owner

  // somebody else was there first
  'conflict', // the version differs from the one expected
  'lock_held',
  'would_deadlock',
  'lock_lost',
  'fenced', // a grant that is no longer valid: nothing was changed
  'task_failed', // `waitFor` on a task that ended in the dead letter
  'cancelled',
  'budget_exceeded',

  // time
  'aborted', // the caller's AbortSignal fired
  'timeout', // what was waited for did not happen in time; nothing is unknown

  // storage
  'storage_unavailable', // it did not run; safe to try again
  'storage_unknown', // it may or may not have run
  // another store owns the namespace, or an ownership the caller has not heard of: it did not run. `data.admits`: the
  // epoch that is let in, `data.reason`: `elsewhere`, `epoch`, or `until` (the owner has to make sure of itself first)
  'not_owner',
  'storage_unwritable',
  'storage_corrupt',
  'disk_full',
  'network_filesystem',
  'foreign_file',
  'schema_too_new',
  'superseded', // a later call already used this slot: this one never runs
  'session_expired', // the outcome of a retried call is no longer known to the store

  // workers
  'spawn_failed',
  'provider_failed',
  'tool_failed',
  'verify_failed',

  'internal', // a bug in AgentCoord
] as const;

export type ErrorCode = (typeof ERROR_CODES)[number];
