/** Primary result codes of SQLite (https://sqlite.org/rescode.html); the low byte of the extended ones. */
export const SQLITE = {
  BUSY: 5,
  READONLY: 8,
  IOERR: 10,
  CORRUPT: 11,
  FULL: 13,
  CANTOPEN: 14,
  PROTOCOL: 15,
  NOTADB: 26,
} as const;

/** The shared-memory file could not grow: on a full disk it is this one instead of `FULL`. */
const IOERR_SHMSIZE = 4874;

/** The extended result code of an error of either adapter; `undefined` for anything else. */
export function resultCode(thrown: unknown): number | undefined {
  if (!(thrown instanceof Error)) return undefined;
  const code = 'rawCode' in thrown ? thrown.rawCode : 'errcode' in thrown ? thrown.errcode : undefined;
  if (typeof code === 'number') return code;
  // libsql says why it could not open a file in the text alone: `Unable to open connection … : 14`.
  const opening = /^ConnectionFailed\(.*: (\d+)"\)$/s.exec(thrown.message);
  return opening?.[1] ? Number(opening[1]) : undefined;
}

export function primaryCode(thrown: unknown): number | undefined {
  const code = resultCode(thrown);
  if (code === undefined) return undefined;
  return code === IOERR_SHMSIZE ? SQLITE.FULL : code & 0xff;
}

/** Somebody else holds a lock that this call needs: try again. `PROTOCOL` is the same said after many tries. */
export function isBusy(thrown: unknown): boolean {
  const code = primaryCode(thrown);
  return code === SQLITE.BUSY || code === SQLITE.PROTOCOL;
}
