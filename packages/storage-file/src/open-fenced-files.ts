import { renameSync, rmSync } from 'node:fs';
import { dirname, isAbsolute, join } from 'node:path';
import {
  type CallOptions,
  checkFence,
  checkText,
  type FencedChange,
  type FencedFiles,
  invalid,
} from '@agentcoord/core';
import { createCriticalSection } from './fenced/critical-section.js';
import { type FilePlace, openPlace } from './fenced/file-place.js';
import { fileError, removeTemporary, writeBeside } from './fenced/replace-file.js';
import { FENCE_DATABASE } from './fenced/schema.js';
import { createCheckpoints } from './locking/checkpoint.js';
import { createDoor } from './locking/door.js';
import { createEldestWaiter } from './locking/eldest-waiter.js';
import { createWriteTurn } from './locking/write-turn.js';
import { connect } from './opening/connect.js';
import { chooseAdapter } from './sqlite/choose-adapter.js';
import type { AdapterName } from './sqlite/database.js';

export interface FencedFilesOptions extends CallOptions {
  /** The folder of the store: one place for all who write the same files. */
  folder: string;
  adapter?: AdapterName;
}

/**
 * Opens the record of the highest fence ever accepted for each path. It is a database of its own, so that
 * no write of a file holds up the store.
 * @throws as `openFileStorage`
 */
export async function openFencedFiles(options: FencedFilesOptions): Promise<FencedFiles> {
  const { folder, adapter, ...call } = options;
  const parts = {
    folder,
    kind: FENCE_DATABASE,
    adapter: chooseAdapter(adapter),
    durability: 'process' as const,
  };
  const connection = await connect({ ...call, ...parts });
  const { database, path: databasePath } = connection;
  const turn = createWriteTurn(
    databasePath,
    createDoor(join(dirname(databasePath), 'fence-door')),
    createEldestWaiter(join(folder, 'fence-eldest')),
  );
  const checkpoints = createCheckpoints(connection);
  const section = createCriticalSection(database, databasePath, turn);
  let isOpen = true;

  /** Opens the place first: what is written beside the file and what replaces it are in one folder. */
  async function change(request: FencedChange, steps: ChangeSteps): Promise<void> {
    const { path, fence, pinned, ...call } = checkTarget(request);
    try {
      const place = openPlace(path, pinned);
      try {
        const drafted = await steps.draft?.(place);
        try {
          await section.run({ path, fence, act: () => onFile(path, () => steps.act(place, drafted)) }, call);
        } catch (error) {
          if (drafted !== undefined) await removeTemporary(drafted);
          throw error;
        }
        place.syncFolder();
      } finally {
        place.close();
      }
    } catch (error) {
      throw fileError(path, error);
    }
    checkpoints.afterCommit();
  }

  return {
    write: ({ content, mode, ...request }) =>
      change(request, {
        draft: (place) => writeBeside(place, content, mode),
        act: ({ file }, drafted = '') => renameSync(drafted, file),
      }),
    async raise(request) {
      const { path, fence, signal } = checkTarget(request);
      await section.raise({ path, fence }, signal ? { signal } : {});
      checkpoints.afterCommit();
    },
    remove: (request) => change(request, { act: ({ file }) => rmSync(file, { force: true }) }),
    async close() {
      if (!isOpen) return;
      isOpen = false;
      turn.close();
      checkpoints.close();
      connection.close();
    },
  };
}

interface ChangeSteps {
  /** @returns what is to take the file's place. */
  draft?(place: FilePlace): Promise<string>;
  act(place: FilePlace, drafted: string | undefined): void;
}

function checkTarget({ path, fence, pinned = false, signal }: FencedChange) {
  if (!isAbsolute(checkText(path, 'path', { maxLength: 4_096 }))) throw invalid('path', 'absolute', path);
  return { path, fence: checkFence(fence), pinned, ...(signal ? { signal } : {}) };
}

function onFile(path: string, step: () => void): void {
  try {
    step();
  } catch (error) {
    throw fileError(path, error);
  }
}
