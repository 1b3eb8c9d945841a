import { appendFile, mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { JsonObject } from '@agentcoord/core';

/** Something this host knew and the owner did not take over. For a person to look at. */
export interface Conflict {
  /** `task/<id>`, or what an event names. */
  entity: string;
  because: string;
  /** How it was here. */
  state: unknown;
}

export interface ConflictLog {
  note(conflict: Conflict): Promise<void>;
  list(): Promise<Array<Conflict & { at: number }>>;
}

const NAME = 'conflicts.jsonl';

/** A file beside the store, one line each; noting the same twice leaves one. */
export function conflictLog(folder: string, wall: () => number): ConflictLog {
  const path = join(folder, NAME);
  const list = async (): Promise<Array<Conflict & { at: number }>> => {
    const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return '';
      throw error;
    });
    const found = new Map<string, Conflict & { at: number }>();
    for (const line of text.split('\n')) {
      const conflict = parsed(line);
      if (conflict !== undefined) found.set(`${conflict.entity}\0${conflict.because}`, conflict);
    }
    return [...found.values()];
  };
  return {
    list,
    async note(conflict) {
      await mkdir(folder, { recursive: true, mode: 0o700 });
      const line = JSON.stringify({ at: wall(), ...conflict });
      // On a line of its own, also after one that a killed process left half.
      await appendFile(path, `\n${line}\n`, { mode: 0o600 });
    },
  };
}

/** A line that a killed process left half is no line. */
function parsed(line: string): (Conflict & { at: number }) | undefined {
  try {
    const { at, entity, because, state } = JSON.parse(line) as JsonObject;
    if (typeof at !== 'number' || typeof entity !== 'string' || typeof because !== 'string') return undefined;
    return { at, entity, because, state };
  } catch {
    return undefined;
  }
}
