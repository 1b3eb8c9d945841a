import { renameSync, rmSync } from 'node:fs';
import { dirname, isAbsolute, join } from 'node:path';
import { type CallOptions, checkFence, checkText, type FencedFiles, invalid } from '@agentcoord/core';
import { createCriticalSection } from './fenced/critical-section.js';
import { fileError, removeTemporary, syncFolder, writeBeside } from './fenced/replace-file.js';
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

  async function act(
    request: { path: string; fence: number; signal?: AbortSignal },
    step: () => void,
  ): Promise<void> {
    const { path, fence, signal } = request;
    await section.run({ path, fence, act: () => onFile(path, step) }, signal ? { signal } : {});
    onFile(path, () => syncFolder(path));
    checkpoints.afterCommit();
  }

  return {
    async write(request) {
      const { content, mode } = request;
      const target = checkTarget(request);
      const temporary = await writeBeside(target.path, content, mode);
      try {
        await act(target, () => renameSync(temporary, target.path));
      } catch (error) {
        await removeTemporary(temporary);
        throw error;
      }
    },
    async raise(request) {
      const { path, fence, signal } = checkTarget(request);
      await section.raise({ path, fence }, signal ? { signal } : {});
      checkpoints.afterCommit();
    },
    async remove(request) {
      const target = checkTarget(request);
      await act(target, () => rmSync(target.path, { force: true }));
    },
    async close() {
      if (!isOpen) return;
      isOpen = false;
      turn.close();
      checkpoints.close();
      connection.close();
    },
  };
}

function checkTarget({ path, fence, signal }: { path: string; fence: number; signal?: AbortSignal }) {
  if (!isAbsolute(checkText(path, 'path', { maxLength: 4_096 }))) throw invalid('path', 'absolute', path);
  return { path, fence: checkFence(fence), ...(signal ? { signal } : {}) };
}

function onFile(path: string, step: () => void): void {
  try {
    step();
  } catch (error) {
    throw fileError(path, error);
  }
}
