/**
 * A task lies in three tables by how often it changes: its state with every step, its notes now and then,
 * its specification never. A claim rewrites a short row, whatever the size of the payload.
 */
export const QUEUES_SCHEMA = `
  CREATE TABLE tasks(
    sequence INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    queue TEXT NOT NULL,
    state TEXT NOT NULL,
    priority INTEGER NOT NULL,
    -- Sorted, separated and (if any) surrounded by spaces.
    tags TEXT NOT NULL,
    -- Sorted and separated by spaces: the name of a capability set.
    requires TEXT NOT NULL,
    version INTEGER NOT NULL,
    attempts INTEGER NOT NULL,
    max_attempts INTEGER NOT NULL,
    lease_ms INTEGER,
    -- Dependencies that have not completed.
    unmet INTEGER NOT NULL,
    cancel_with_dependency INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    -- Not to be claimed before, once nothing else holds it back.
    delayed_until INTEGER,
    -- When the clock changes it: a claim expires, a delay is over.
    wake_at INTEGER,
    ready_at INTEGER,
    -- Of the last claim; it counts while the state is claimed.
    worker TEXT,
    fence INTEGER,
    claimed_at INTEGER,
    ended_at INTEGER,
    -- Failed or cancelled, and not brought back.
    missed INTEGER,
    -- Only while unfinished.
    dedupe_key TEXT,
    parent TEXT
  ) STRICT;
  CREATE UNIQUE INDEX tasks_unfinished ON tasks(queue, dedupe_key) WHERE dedupe_key IS NOT NULL;
  -- No index names the state itself: it changes with every step, and each would cost every step.
  CREATE INDEX tasks_by_time ON tasks(queue, wake_at) WHERE wake_at IS NOT NULL;
  CREATE INDEX tasks_missed ON tasks(missed) WHERE missed IS NOT NULL;
  CREATE INDEX tasks_by_parent ON tasks(parent) WHERE parent IS NOT NULL;

  CREATE TABLE task_specs(sequence INTEGER PRIMARY KEY, spec TEXT NOT NULL) STRICT;
  CREATE TABLE task_notes(sequence INTEGER PRIMARY KEY, notes TEXT NOT NULL) STRICT;

  CREATE TABLE dependencies(
    dependency INTEGER NOT NULL,
    dependent INTEGER NOT NULL,
    PRIMARY KEY (dependency, dependent)
  ) STRICT, WITHOUT ROWID;

  -- What can be claimed: each task once under every tag of its own, and once under none.
  CREATE TABLE ready(
    queue TEXT NOT NULL,
    requires TEXT NOT NULL,
    tag TEXT NOT NULL,
    priority INTEGER NOT NULL,
    sequence INTEGER NOT NULL,
    PRIMARY KEY (queue, requires, tag, priority DESC, sequence)
  ) STRICT, WITHOUT ROWID;
`;
