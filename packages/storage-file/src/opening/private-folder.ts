import { chmodSync, mkdirSync, statSync } from 'node:fs';
import { diskFull, unwritable } from '../sqlite/storage-error.js';

/** Makes the folder, for its owner only: what agents tell each other is nobody else's business. */
export function makePrivateFolder(folder: string): void {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    const { mode, uid } = statSync(folder);
    if ((mode & 0o077) !== 0 && uid === process.getuid?.()) chmodSync(folder, 0o700);
  } catch (error) {
    throw hasErrno(error, 'ENOSPC', 'EDQUOT') ? diskFull(folder, error) : unwritable(folder, error);
  }
}

export function hasErrno(error: unknown, ...codes: string[]): boolean {
  return (
    error instanceof Error && 'code' in error && typeof error.code === 'string' && codes.includes(error.code)
  );
}
