import type { DatabaseKind } from '../opening/database-kind.js';

export const FENCE_DATABASE: DatabaseKind = {
  file: 'fences.db',
  // 'ACfn'
  applicationId: 0x4143666e,
  migrations: [`CREATE TABLE fences(path TEXT PRIMARY KEY, fence INTEGER NOT NULL) STRICT, WITHOUT ROWID;`],
};
