export const LEASES_SCHEMA = `
  CREATE TABLE leases(
    fence INTEGER PRIMARY KEY,
    grant_id TEXT NOT NULL UNIQUE,
    holder TEXT NOT NULL,
    space TEXT NOT NULL,
    keys TEXT NOT NULL,
    ttl_ms INTEGER NOT NULL,
    acquired_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    details TEXT
  ) STRICT;
  CREATE INDEX leases_by_expiry ON leases(expires_at);
  CREATE INDEX leases_by_holder ON leases(holder);

  CREATE TABLE lease_waiters(
    -- First-in first-out.
    place INTEGER PRIMARY KEY,
    grant_id TEXT NOT NULL UNIQUE,
    holder TEXT NOT NULL,
    keys TEXT NOT NULL,
    since INTEGER NOT NULL,
    -- Asks again before this, or loses the place.
    until INTEGER NOT NULL,
    details TEXT
  ) STRICT;
  CREATE INDEX lease_waiters_by_end ON lease_waiters(until);

  -- For each key of a grant or waiter a mark on the key, and an intention on every key above it.
  CREATE TABLE lease_marks(
    key TEXT NOT NULL,
    -- 0: a grant; else the place of a waiter.
    place INTEGER NOT NULL,
    mark TEXT NOT NULL,
    holder TEXT NOT NULL,
    grant_id TEXT NOT NULL,
    PRIMARY KEY (key, place, mark, holder, grant_id)
  ) STRICT, WITHOUT ROWID;
`;
