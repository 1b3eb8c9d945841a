import { mkdirSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** Between two signs of life of a session that cost a look at the store. */
const FRESH_MS = 30_000;

/**
 * What one hook of a session leaves for the next, beside the store: when it last showed itself, by the time of a small file, and
 * what the session works on. Lost, nothing is wrong: the next hook registers again.
 */
export class SessionNotes {
  private readonly file: string;

  constructor(storeFolder: string, incarnation: string) {
    this.file = join(storeFolder, 'sessions', `${incarnation}.json`);
  }

  /** Whether the session showed itself a moment ago. */
  isFresh(): boolean {
    const at = statSync(this.file, { throwIfNoEntry: false })?.mtimeMs ?? 0;
    const age = Date.now() - at;
    // A clock that went back is no reason to stay silent.
    return age >= 0 && age < FRESH_MS;
  }

  workingOn(): string | undefined {
    try {
      const { workingOn } = JSON.parse(readFileSync(this.file, 'utf8')) as { workingOn?: unknown };
      return typeof workingOn === 'string' ? workingOn.slice(0, 500) : undefined;
    } catch {
      return undefined;
    }
  }

  /** Now it showed itself. */
  write(workingOn: string | undefined): void {
    mkdirSync(dirname(this.file), { recursive: true, mode: 0o700 });
    writeFileSync(this.file, JSON.stringify(workingOn === undefined ? {} : { workingOn }), { mode: 0o600 });
  }

  /** The next hook shows the session again; what it works on stays known. */
  outdate(): void {
    if (statSync(this.file, { throwIfNoEntry: false })) utimesSync(this.file, 0, 0);
  }

  remove(): void {
    rmSync(this.file, { force: true });
  }
}
