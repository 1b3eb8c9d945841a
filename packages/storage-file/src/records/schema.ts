export const RECORDS_SCHEMA = `
  CREATE TABLE records(
    number INTEGER PRIMARY KEY,
    collection TEXT NOT NULL,
    id TEXT NOT NULL,
    version INTEGER NOT NULL,
    -- NULL: removed. The row stays for its version, so that the next one is above it.
    value TEXT,
    labels TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL
  ) STRICT;
  CREATE UNIQUE INDEX records_by_id ON records(collection, id);

  -- Names and values as JSON text: a value may hold any character, a NUL as well.
  CREATE TABLE record_labels(
    collection TEXT NOT NULL,
    label TEXT NOT NULL,
    id TEXT NOT NULL,
    number INTEGER NOT NULL,
    PRIMARY KEY (collection, label, id)
  ) STRICT, WITHOUT ROWID;

  CREATE VIRTUAL TABLE record_texts USING fts5(text, content='', contentless_delete=1, tokenize='unicode61 remove_diacritics 2');
`;
