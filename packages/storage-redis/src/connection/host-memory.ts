import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Memory } from './adoption.js';

/** A file is written at most this often: what a client that is killed has seen since is not told to newcomers. */
const EVERY_MS = 1_000;

/** `Memory` as it lies in the file; times of the wall clock, which all processes of a host share. */
interface Kept {
  birth: string;
  epoch: number;
  highestFence: number;
  longestMs: number;
  heldUntil: number;
  sawGate: boolean;
}

/**
 * What the clients of one host know of a namespace, in a file: so that a newcomer, such as a short command, notices
 * too that a server has forgotten leases, and does not grant again what another process of this host still holds.
 *
 * It counts while something granted on this host may still be held. After that nothing of this host can be granted
 * twice, and a server that was emptied on purpose costs nobody a delay.
 *
 * A hint that makes more hosts safe, not a lock: a file that cannot be read or written is as good as none.
 */
export class HostMemory {
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly file: string | undefined,
    private readonly memory: Memory,
  ) {
    const kept = this.read();
    if (kept === undefined) return;
    memory.sawGate = kept.sawGate;
    const heldForMs = Math.min(kept.heldUntil - Date.now(), kept.longestMs);
    if (heldForMs <= 0) return;
    const { birth, epoch, highestFence, longestMs } = kept;
    Object.assign(memory, {
      birth,
      epoch,
      highestFence,
      longestMs,
      heldUntil: performance.now() + heldForMs,
    });
  }

  /** Something was seen that newcomers should know; the file says so within a second. */
  changed(): void {
    if (this.file === undefined || this.timer !== undefined) return;
    this.timer = setTimeout(() => this.write(), EVERY_MS);
    this.timer.unref();
  }

  close(): void {
    if (this.timer !== undefined) this.write();
  }

  private read(): Kept | undefined {
    if (this.file === undefined) return undefined;
    try {
      const kept = JSON.parse(readFileSync(this.file, 'utf8')) as Partial<Kept>;
      const numbers = [kept.epoch, kept.highestFence, kept.longestMs, kept.heldUntil];
      const isWhole = typeof kept.birth === 'string' && numbers.every((value) => Number.isFinite(value));
      return isWhole ? { ...(kept as Kept), sawGate: kept.sawGate === true } : undefined;
    } catch {
      return undefined;
    }
  }

  private write(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    const { file, memory } = this;
    if (file === undefined || memory.birth === undefined) return;
    const before = this.read();
    const heldUntil = Math.ceil(Date.now() + memory.heldUntil - performance.now());
    const own = { ...memory, birth: memory.birth, heldUntil };
    try {
      const folder = dirname(file);
      if (mkdirSync(folder, { recursive: true, mode: 0o700 }) !== undefined)
        writeFileSync(join(folder, '.gitignore'), '*\n', { mode: 0o600 });
      const draft = `${file}.${process.pid}`;
      writeFileSync(draft, JSON.stringify(before?.birth === own.birth ? later(before, own) : own), {
        mode: 0o600,
      });
      renameSync(draft, file);
    } catch {
      // A full disk or a folder of somebody else: see above.
    }
  }
}

/** What several processes know together. */
function later(one: Kept, other: Kept): Kept {
  return {
    birth: other.birth,
    epoch: Math.max(one.epoch, other.epoch),
    highestFence: Math.max(one.highestFence, other.highestFence),
    longestMs: Math.max(one.longestMs, other.longestMs),
    heldUntil: Math.max(one.heldUntil, other.heldUntil),
    sawGate: one.sawGate || other.sawGate,
  };
}
