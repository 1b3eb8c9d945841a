import {
  closeSync,
  fstatSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  type Stats,
  statSync,
  writeFileSync,
} from 'node:fs';
import { basename, join } from 'node:path';

const KEPT_MS = 7 * 24 * 3_600_000;

/**
 * Compiled code of one version of a file, in the user's own cache folder. Whoever can write there could run
 * anything as this user anyway; code that somebody else may have written is not taken. Never throws: without a cache
 * everything works, only later.
 */
export class CodeCache {
  private constructor(
    readonly folder: string,
    private readonly name: string,
    private readonly parents: readonly string[],
  ) {}

  /** `undefined` where there is no place for one, or `NODE_DISABLE_COMPILE_CACHE` says not to. */
  static of(file: string, { size, mtimeMs, ino }: Stats): CodeCache | undefined {
    const { XDG_CACHE_HOME, HOME, NODE_DISABLE_COMPILE_CACHE } = process.env;
    const caches = XDG_CACHE_HOME || (HOME && join(HOME, '.cache'));
    if (!caches || NODE_DISABLE_COMPILE_CACHE) return undefined;
    const version = [process.version, process.arch, size, mtimeMs, ino].join('-');
    const own = join(caches, 'agentcoord');
    return new CodeCache(join(own, 'compiled'), `${basename(file)}-${version}`, [caches, own]);
  }

  read(): Buffer | undefined {
    try {
      const file = openSync(join(this.folder, this.name), 'r');
      try {
        const { uid, mode } = fstatSync(file);
        return uid === process.getuid?.() && (mode & 0o022) === 0 ? readFileSync(file) : undefined;
      } finally {
        closeSync(file);
      }
    } catch {
      return undefined;
    }
  }

  write(code: Buffer): void {
    try {
      // One by one: in a home such as /proc the recursive form of Node 20 never ends.
      for (const folder of [...this.parents, this.folder]) makeFolder(folder);
      const unfinished = join(this.folder, `${this.name}.${process.pid}.new`);
      writeFileSync(unfinished, code, { mode: 0o600, flag: 'wx' });
      renameSync(unfinished, join(this.folder, this.name));
      this.removeOld();
    } catch {
      // No room, or no right to write.
    }
  }

  private removeOld(): void {
    for (const name of readdirSync(this.folder)) {
      const path = join(this.folder, name);
      if (statSync(path).mtimeMs < Date.now() - KEPT_MS) rmSync(path, { recursive: true });
    }
  }
}

function makeFolder(folder: string): void {
  if (!statSync(folder, { throwIfNoEntry: false })) mkdirSync(folder, { mode: 0o700 });
}
