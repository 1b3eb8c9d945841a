import { readFileSync, statSync } from 'node:fs';
import { basename } from 'node:path';

export interface LockHolder {
  pid: number;
  /** Program and script, without further arguments: those may hold secrets. */
  command: string;
  /** Stopped by a signal or a debugger: it will not go on by itself. */
  stopped: boolean;
}

/** In the `-shm` file byte 120 is the right to write, 121 to checkpoint, 122 to recover (os_unix.c, wal.c). */
const WAL_LOCK_BYTES = { first: 120, last: 122 } as const;

/**
 * The other process that keeps the database from being written, as the Linux kernel tells it; undefined
 * elsewhere, or when it has just let go. Reads names and numbers only and never opens a file of the database.
 */
export function findLockHolder(path: string): LockHolder | undefined {
  try {
    const table = readFileSync('/proc/locks', 'utf8');
    const pid =
      holderOf(table, fileOf(`${path}-shm`), WAL_LOCK_BYTES) ??
      // A process that closes the last connection holds the database file itself for a moment.
      holderOf(table, fileOf(path), { first: 0, last: Number.MAX_SAFE_INTEGER });
    return pid === undefined ? undefined : describeProcess(pid);
  } catch {
    return undefined;
  }
}

interface FileNumber {
  inode: number;
  /** As in the table: `fe:00`. */
  device: string;
}

/** Finds `1: POSIX  ADVISORY  WRITE 8899 fe:00:2146353 120 120` in the text of /proc/locks. */
function holderOf(
  table: string,
  file: FileNumber | undefined,
  bytes: { first: number; last: number },
): number | undefined {
  let onOtherDevice: number | undefined;
  for (const line of file ? table.split('\n') : []) {
    const [, kind, , access, pid, place = '', from, to] = line.split(/\s+/);
    const [major, minor, inode] = place.split(':');
    if (kind !== 'POSIX' || access !== 'WRITE' || Number(inode) !== file?.inode) continue;
    const end = to === 'EOF' ? Number.MAX_SAFE_INTEGER : Number(to);
    // 0: a process of another container.
    if (Number(from) > bytes.last || end < bytes.first || !(Number(pid) > 0)) continue;
    if (`${major}:${minor}` === file.device) return Number(pid);
    onOtherDevice ??= Number(pid);
  }
  // btrfs and overlayfs tell stat(2) another device than the lock table: then the inode must do.
  return onOtherDevice;
}

function fileOf(path: string): FileNumber | undefined {
  const stats = statSync(path, { throwIfNoEntry: false });
  if (!stats) return undefined;
  const major = Math.floor(stats.dev / 256) % 4096;
  const minor = (stats.dev % 256) + Math.floor(stats.dev / 2 ** 20) * 256;
  const hex = (number: number): string => number.toString(16).padStart(2, '0');
  return { inode: stats.ino, device: `${hex(major)}:${hex(minor)}` };
}

function describeProcess(pid: number): LockHolder {
  const words = readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0');
  const script = words.slice(1).find((word) => word !== '' && !word.startsWith('-'));
  const command = [words[0], script]
    .filter((word) => word !== undefined && word !== '')
    .map((word) => basename(word ?? ''));
  const state = /^State:\s+(\S)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
  return { pid, command: command.join(' '), stopped: state === 'T' || state === 't' };
}
