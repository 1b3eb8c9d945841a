import { statSync } from 'node:fs';
import { AgentCoordError } from '@agentcoord/core';
import { monotonicMs } from '../clock/boot.js';
import { refuseNewerSchema } from '../opening/migrations.js';
import type { View } from './view.js';

/** How often a look is worth its 6 µs. */
const LOOK_EVERY_MS = 100;

/** Runs inside each transaction. @throws `storage_corrupt`, `schema_too_new`; then nothing is changed. */
export type SameStoreCheck = (view: View) => void;

/**
 * A check that this is still the store that was opened:
 *
 * - the file still has its name. Somebody who deletes or replaces the store under running agents would
 *   otherwise split them: those that run go on in a file without a name, those that start make a new one,
 *   and a lock is held twice;
 * - its schema is still known. A newer version may be started, and change it, while this process runs.
 */
export function sameStoreCheck(path: string, newestSchema: number): SameStoreCheck {
  const opened = statSync(path).ino;
  let lookAgainAt = 0;
  return (view) => {
    const now = monotonicMs();
    if (now < lookAgainAt) return;
    if (statSync(path, { throwIfNoEntry: false })?.ino !== opened) throw deleted(path);
    const schema = view.get<{ user_version: number }>('PRAGMA user_version')?.user_version ?? 0;
    refuseNewerSchema(path, schema, newestSchema);
    lookAgainAt = now + LOOK_EVERY_MS;
  };
}

function deleted(path: string): AgentCoordError {
  return new AgentCoordError(
    'storage_corrupt',
    `The store ${path} was deleted or replaced while this process had it open. Restart every agent that used it; nothing was changed.`,
    { data: { path } },
  );
}
