import { rmdir, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { AgentCoordError, describeThrown } from '@agentcoord/core';
import type { FileEdit } from './file-edit.js';
import { realFile } from './real-file.js';
import { type Receipts, sha256Of } from './receipts.js';
import { readText, swapFile } from './swap-file.js';
import { regionBetween, type TextRegion, turnedBack } from './text-region.js';

const MOST_TRIES = 5;

export type EditState = 'absent' | 'outdated' | 'current';

export interface PlannedEdit {
  file: string;
  what: string;
  /** Before anything is done. */
  state: EditState;
  /** Undefined: nothing is to be done. */
  change?: { region: TextRegion; isNew: boolean; removesFile: boolean };
}

/** What would be done to a file. @throws `misconfigured` naming the file and why it is left alone. */
export async function planEdit(
  edit: FileEdit,
  request: { receipts: Receipts; removes: boolean },
): Promise<PlannedEdit> {
  return naming(edit, async () => (await prepare(edit, request)).planned);
}

/** Does it, in one step. Repeated, it does nothing. @throws as `planEdit`. */
export async function applyEdit(
  edit: FileEdit,
  request: { receipts: Receipts; removes: boolean },
): Promise<PlannedEdit> {
  return naming(edit, async () => {
    for (let tries = 0; tries < MOST_TRIES; tries += 1) {
      const { planned, file, before, after, original } = await prepare(edit, request);
      const { change } = planned;
      if (change === undefined) {
        if (request.removes) await request.receipts.drop(file);
        return planned;
      }
      if (request.removes) {
        const receipt = await request.receipts.find(file);
        if (!(await swapFile(file, before, after))) continue;
        if (change.removesFile) await removeFolders(receipt?.folders ?? []);
        await request.receipts.drop(file);
        return planned;
      }
      const known = await request.receipts.find(file);
      await request.receipts.keep({
        file,
        isNew: original === undefined,
        folders: known?.folders ?? (await missingFolders(dirname(file))),
        region: regionBetween(original ?? '', after ?? ''),
        left: sha256Of(after ?? ''),
      });
      const mode = before === undefined ? edit.mode : undefined;
      if (await swapFile(file, before, after, mode)) return planned;
    }
    throw new Error('somebody keeps writing to it. Try again when that has ended');
  });
}

interface Prepared {
  planned: PlannedEdit;
  file: string;
  /** `undefined`: no file. */
  before: string | undefined;
  after: string | undefined;
  /** As it was before setup touched it, as far as that can be told. */
  original: string | undefined;
}

async function prepare(
  edit: FileEdit,
  { receipts, removes }: { receipts: Receipts; removes: boolean },
): Promise<Prepared> {
  const file = await realFile(edit.file);
  const before = await readText(file);
  const text = before ?? '';
  const without = edit.remove(text);
  const receipt = await receipts.find(file);
  const isAsLeft = receipt !== undefined && before !== undefined && receipt.left === sha256Of(before);
  const back = receipt && before !== undefined ? turnedBack(text, receipt.region) : undefined;
  // Only what really is without our entries is taken for the file of before.
  const original = back !== undefined && edit.remove(back) === back ? back : without;
  const wasNew = before === undefined || (receipt?.isNew === true && (isAsLeft || edit.isEmpty(original)));
  const added = edit.add(text);
  const state: EditState =
    before !== undefined && added === text ? 'current' : without === text ? 'absent' : 'outdated';
  const after = removes
    ? state === 'absent'
      ? before
      : wasNew && edit.isEmpty(original)
        ? undefined
        : original
    : state === 'current'
      ? before
      : edit.add(original);
  return {
    file,
    before,
    after,
    original: wasNew ? undefined : original,
    planned: {
      file: edit.file,
      what: edit.what,
      state,
      ...(after === before
        ? {}
        : {
            change: {
              region: regionBetween(text, after ?? ''),
              isNew: before === undefined,
              removesFile: after === undefined,
            },
          }),
    },
  };
}

async function naming<T>({ file }: FileEdit, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw new AgentCoordError('misconfigured', `${file} was left as it is: ${describeThrown(error)}.`, {
      data: { file },
      cause: error,
    });
  }
}

/** Outermost first. */
async function missingFolders(folder: string): Promise<string[]> {
  const missing: string[] = [];
  for (let at = folder; dirname(at) !== at; at = dirname(at)) {
    const isThere = await stat(at).then(
      () => true,
      () => false,
    );
    if (isThere) break;
    missing.unshift(at);
  }
  return missing;
}

async function removeFolders(folders: readonly string[]): Promise<void> {
  // One that somebody put something into stays.
  for (const folder of [...folders].reverse()) await rmdir(folder).catch(() => undefined);
}
