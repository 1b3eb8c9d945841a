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
    due_at INTEGER,
    ready_at INTEGER,
    worker TEXT,
    fence INTEGER,
    claimed_at INTEGER,
    expires_at INTEGER,
    ended_at INTEGER,
    created_at INTEGER NOT NULL,
    -- Only while unfinished.
    dedupe_key TEXT,
    parent TEXT
  ) STRICT;
  CREATE UNIQUE INDEX tasks_unfinished ON tasks(queue, dedupe_key) WHERE dedupe_key IS NOT NULL;
  CREATE INDEX tasks_claimed ON tasks(queue, expires_at) WHERE state = 'claimed';
  CREATE INDEX tasks_scheduled ON tasks(queue, due_at) WHERE state = 'scheduled';
  CREATE INDEX tasks_not_done ON tasks(state) WHERE state IN ('failed', 'cancelled');
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
