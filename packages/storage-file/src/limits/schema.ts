export const LIMITS_SCHEMA = `
  CREATE TABLE permits(
    name TEXT NOT NULL,
    permit_id TEXT NOT NULL,
    holder TEXT NOT NULL,
    expires_at INTEGER NOT NULL,
    PRIMARY KEY (name, permit_id)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX permits_by_expiry ON permits(name, expires_at);

  CREATE TABLE spend(
    scope TEXT PRIMARY KEY,
    spent INTEGER NOT NULL,
    reserved INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE reservations(
    reservation_id TEXT PRIMARY KEY,
    charges TEXT NOT NULL,
    expires_at INTEGER NOT NULL
  ) STRICT;
  CREATE INDEX reservations_by_expiry ON reservations(expires_at);
`;

/** Whether a cap of the scope was met since something of it was last settled. */
export const REFUSALS_SCHEMA = 'ALTER TABLE spend ADD COLUMN refused INTEGER NOT NULL DEFAULT 0';
