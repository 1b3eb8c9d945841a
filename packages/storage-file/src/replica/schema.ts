/**
 * Who runs mutations, who is here, and where the copy stands. Each change of the gate or of the clock raises the counter
 * `gate`, by which every process sees that what it remembers of them is old: see `KnownGate`.
 *
 * The words of records that were stored before come out of the index itself. Slots go, because what they remember of
 * claims has another form from here on: a retry is told `session_expired`.
 */
export const REPLICA_SCHEMA = `
  CREATE TABLE gate(
    only INTEGER PRIMARY KEY CHECK (only = 1),
    store_id TEXT NOT NULL,
    version INTEGER NOT NULL DEFAULT 0,
    admits INTEGER,
    admits_until INTEGER,
    applies_source TEXT,
    applies_epoch INTEGER,
    record TEXT NOT NULL DEFAULT '{}',
    -- In which the store stands: of the events it writes, or of the last batch it applied.
    epoch INTEGER NOT NULL DEFAULT 0,
    -- No lease is granted before.
    grants_from INTEGER NOT NULL DEFAULT 0,
    -- The longest lease or claim ever granted.
    longest_lease_ms INTEGER NOT NULL DEFAULT 0,
    -- Of the owner whose clock this one was set to.
    clock_epoch INTEGER,
    -- Batches were applied since mutations were last admitted.
    has_followed INTEGER NOT NULL DEFAULT 0,
    -- While pages of a snapshot are missing: the cursor of the next one.
    next_page TEXT
  ) STRICT;
  INSERT INTO gate(only, store_id, longest_lease_ms)
    SELECT 1, 'store_' || lower(hex(randomblob(12))), coalesce(max(ttl_ms), 0) FROM leases;
  INSERT INTO counters(name, value) VALUES ('gate', 0);

  -- The number of the first event of each epoch: whether a position is of this store's own past.
  CREATE TABLE epochs(epoch INTEGER PRIMARY KEY, first_sequence INTEGER NOT NULL) STRICT;
  INSERT INTO epochs(epoch, first_sequence) VALUES (0, 1);

  CREATE TABLE members(
    store_id TEXT PRIMARY KEY,
    host TEXT NOT NULL,
    last_seen_at INTEGER NOT NULL,
    until INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE announcement(
    only INTEGER PRIMARY KEY CHECK (only = 1),
    store_id TEXT NOT NULL,
    since INTEGER NOT NULL
  ) STRICT;
  CREATE TABLE leader(
    only INTEGER PRIMARY KEY CHECK (only = 1),
    holder TEXT NOT NULL,
    until INTEGER NOT NULL
  ) STRICT;

  -- The slot of the call that wrote it, and its session: '0 session-1'.
  ALTER TABLE events ADD COLUMN slot TEXT;

  -- What the index of texts was given.
  ALTER TABLE records ADD COLUMN words TEXT;
  CREATE VIRTUAL TABLE temp.text_words USING fts5vocab(main, record_texts, instance);
  CREATE TEMP TABLE texts AS
    SELECT doc, group_concat(term, ' ') AS words
    FROM (SELECT doc, term FROM text_words ORDER BY doc, offset) GROUP BY doc;
  CREATE UNIQUE INDEX temp.texts_by_doc ON texts(doc);
  UPDATE records SET words = (SELECT words FROM texts WHERE doc = number) WHERE value IS NOT NULL;
  DROP TABLE temp.texts;
  DROP TABLE temp.text_words;

  -- Dependencies a copy has not been told of yet, by their ids.
  CREATE TABLE unlinked(
    dependency TEXT NOT NULL,
    dependent INTEGER NOT NULL,
    PRIMARY KEY (dependency, dependent)
  ) STRICT, WITHOUT ROWID;

  DELETE FROM slots;
  DELETE FROM sessions;
`;
