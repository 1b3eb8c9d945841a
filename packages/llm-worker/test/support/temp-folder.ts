import { mkdtemp, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { fillFolder } from './fill-folder.js';

/** A folder of its own for one test, with these files in it; removed at the end. */
export async function tempFolder(files: Readonly<Record<string, string>> = {}): Promise<string> {
  const folder = await realpath(await mkdtemp(join(tmpdir(), 'agentcoord-llm-')));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  await fillFolder(folder, files);
  return folder;
}
