import { closeSync, openSync, statSync, utimesSync } from 'node:fs';

/** How long a process may write without a break while another waits. */
export const SLICE_MS = 2;

export interface Door {
  /** I cannot get in. */
  knock(): void;
  /** Whether somebody else has knocked since the last look. */
  heard(): boolean;
}

/**
 * How a process that writes without a pause learns that others wait. SQLite has no queue: whoever tries
 * in the few microseconds between two transactions gets in, and one in a tight loop keeps the others out
 * (four writers: fairness 0.1 to 0.5, longest wait 240 ms; with the door 0.7 to 0.9 and 60 ms).
 *
 * The file stays empty; a knock is a new modification time, a random one, so that everybody can tell
 * his own from the others'. A lost knock costs a moment, never correctness.
 */
export function createDoor(path: string): Door {
  try {
    closeSync(openSync(path, 'a', 0o600));
  } catch {
    return noDoor;
  }
  let seen = 0;
  return {
    knock() {
      const mark = Math.floor(Math.random() * 2 ** 31);
      try {
        utimesSync(path, mark, mark);
        seen = mark * 1000;
      } catch {
        // The folder is being removed, or another user owns the file.
      }
    },
    heard() {
      const mark = statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? seen;
      const isNew = mark !== seen;
      seen = mark;
      return isNew;
    },
  };
}

/** For a store that no other process can see. */
export const noDoor: Door = { knock() {}, heard: () => false };
