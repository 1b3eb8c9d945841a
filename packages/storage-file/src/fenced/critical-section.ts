import { AgentCoordError, type CallOptions, crashPoint } from '@agentcoord/core';
import type { WriteTurn } from '../locking/write-turn.js';
import type { SqliteDatabase } from '../sqlite/database.js';
import { isBusy } from '../sqlite/result-code.js';
import { storageError } from '../sqlite/storage-error.js';

export interface CriticalSection {
  /** Refuses every lower fence from now on. @throws `fenced` when a higher one is known. */
  raise(request: { path: string; fence: number }, options: CallOptions): Promise<void>;
  /** @throws `fenced` when a higher fence was accepted for this path before; `act` did not run. */
  run(request: { path: string; fence: number; act: () => void }, options: CallOptions): Promise<void>;
}

/**
 * Compare and act as one step over all processes of the host, in two transactions:
 *
 * 1. The fence is recorded and committed. From now on every lower one is refused, even if this process
 *    dies before it acts: a stale writer must not follow a newer one that was killed half-way.
 * 2. Under the write lock again, the fence is compared once more and `act` runs. A process that is
 *    stopped between the two steps lets nobody through, for it holds the lock; nobody needs a time limit.
 *
 * Where the fence is known already (the same grant writes again) the first step is the comparison alone.
 */
export function createCriticalSection(
  database: SqliteDatabase,
  databasePath: string,
  turn: WriteTurn,
): CriticalSection {
  const read = database.prepare<{ fence: number }>('SELECT fence FROM fences WHERE path = ?');
  const raise = database.prepare(
    'INSERT INTO fences(path, fence) VALUES (?, ?) ON CONFLICT(path) DO UPDATE SET fence = excluded.fence',
  );

  function locked(work: () => void): void {
    try {
      database.exec('BEGIN IMMEDIATE');
      work();
      database.exec('COMMIT');
    } catch (error) {
      if (database.inTransaction) database.exec('ROLLBACK');
      throw isBusy(error) ? error : storageError(error, { path: databasePath });
    }
  }

  function accept(path: string, fence: number): void {
    const accepted = read.get(path)?.fence;
    if (accepted !== undefined && accepted > fence) throw fencedError(path, fence, accepted);
    if (accepted !== fence) raise.run(path, fence);
  }

  const raiseTo = (path: string, fence: number, options: CallOptions): Promise<void> =>
    turn.take(() => locked(() => accept(path, fence)), options);

  return {
    raise: ({ path, fence }, options) => raiseTo(path, fence, options),
    async run({ path, fence, act }, options) {
      await raiseTo(path, fence, options);
      crashPoint('fence-recorded');
      await turn.take(
        () =>
          locked(() => {
            accept(path, fence);
            crashPoint('fence-compared');
            act();
            crashPoint('fence-acted');
          }),
        options,
      );
    },
  };
}

function fencedError(path: string, fence: number, accepted: number): AgentCoordError {
  return new AgentCoordError(
    'fenced',
    `${path} was not written: a newer lock holder (fence ${accepted}) has taken it since this lock (fence ${fence}) was lost. ` +
      'Read the file again, take the lock again, and redo the change.',
    { data: { path, fence, accepted } },
  );
}
