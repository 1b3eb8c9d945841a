import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { AgentCoordError, describeThrown } from '@agentcoord/core';
import { parseReplayBook, type ReplayBook, type Transcript } from './transcript.js';

/** A JSON file or a folder of them, or the same as an object. */
export type ReplaySource = { path: string } | { transcripts: ReplayBook };

/** @throws `not_found`, or `invalid_argument` that names the file and the place; a name that two files have is a mistake. */
export async function loadTranscripts(source: ReplaySource): Promise<Map<string, Transcript>> {
  if ('transcripts' in source) return parseReplayBook(source.transcripts, 'The replay object');
  const all = new Map<string, Transcript>();
  for (const file of await filesOf(source.path)) {
    for (const [name, transcript] of parseReplayBook(await readJson(file), file)) {
      if (all.has(name)) {
        throw new AgentCoordError(
          'invalid_argument',
          `The transcript "${name}" is there twice, the second time in ${file}.`,
          { data: { field: file, name } },
        );
      }
      all.set(name, transcript);
    }
  }
  return all;
}

async function filesOf(path: string): Promise<string[]> {
  const entry = await stat(path).catch((cause: unknown) => {
    throw new AgentCoordError('not_found', `There is no replay file or folder ${path}.`, {
      data: { path },
      cause,
    });
  });
  if (!entry.isDirectory()) return [path];
  const names = (await readdir(path)).filter((name) => name.endsWith('.json')).sort();
  return names.map((name) => join(path, name));
}

async function readJson(file: string): Promise<unknown> {
  try {
    return JSON.parse(await readFile(file, 'utf8'));
  } catch (cause) {
    throw new AgentCoordError('invalid_argument', `${file} is no readable JSON: ${describeThrown(cause)}.`, {
      data: { field: file },
      cause,
    });
  }
}
