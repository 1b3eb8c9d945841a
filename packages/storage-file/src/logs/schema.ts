export const LOGS_SCHEMA = `
  CREATE TABLE logs(
    log TEXT PRIMARY KEY,
    sequence INTEGER NOT NULL,
    count INTEGER NOT NULL,
    version INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE log_entries(
    log TEXT NOT NULL,
    sequence INTEGER NOT NULL,
    id TEXT NOT NULL,
    at INTEGER NOT NULL,
    author TEXT,
    body TEXT NOT NULL,
    PRIMARY KEY (log, sequence)
  ) STRICT;
  CREATE UNIQUE INDEX log_entries_by_id ON log_entries(log, id);
`;

/** When an entry that had to wait was said. */
export const QUEUED_AT_SCHEMA = 'ALTER TABLE log_entries ADD COLUMN queued_at INTEGER;';
