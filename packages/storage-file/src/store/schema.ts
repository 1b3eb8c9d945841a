/** What all facets share: the clock, the counters and the feed of events. */
export const STORE_SCHEMA = `
  CREATE TABLE clock(
    only INTEGER PRIMARY KEY CHECK (only = 1),
    boot_id TEXT NOT NULL,
    offset_ms REAL NOT NULL
  ) STRICT;

  CREATE TABLE counters(name TEXT PRIMARY KEY, value INTEGER NOT NULL) STRICT, WITHOUT ROWID;

  CREATE TABLE events(sequence INTEGER PRIMARY KEY, at INTEGER NOT NULL, body TEXT NOT NULL) STRICT;

  -- Who is to be woken: a bell is a small file that its process watches.
  CREATE TABLE bells(bell TEXT PRIMARY KEY, until INTEGER NOT NULL) STRICT, WITHOUT ROWID;
  CREATE TABLE waits(
    channel TEXT NOT NULL,
    bell TEXT NOT NULL,
    until INTEGER NOT NULL,
    rung INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (channel, bell)
  ) STRICT, WITHOUT ROWID;

  CREATE INDEX waits_by_bell ON waits(bell);

  CREATE TABLE sessions(session TEXT PRIMARY KEY, last_used_at INTEGER NOT NULL) STRICT, WITHOUT ROWID;
  CREATE INDEX sessions_by_use ON sessions(last_used_at);
  CREATE TABLE slots(
    session TEXT NOT NULL,
    slot INTEGER NOT NULL,
    sequence INTEGER NOT NULL,
    -- All NULL: burned before it ran.
    arguments TEXT,
    verb TEXT,
    reply TEXT,
    PRIMARY KEY (session, slot)
  ) STRICT, WITHOUT ROWID;
`;
