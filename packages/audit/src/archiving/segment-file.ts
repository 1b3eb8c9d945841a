import { createReadStream } from 'node:fs';
import { mkdir, open, readdir, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { AgentCoordError, canonicalJson, type JsonObject, type LogEntry, newId } from '@agentcoord/core';
import { makeOwnFolder } from '../own-folder.js';

export interface Segment {
  path: string;
  from: number;
  to: number;
}

const NAME = /^(\d{12})-(\d{12})\.jsonl$/;

/** An entry as a line of a segment and of an export: canonical, so that every byte counts. */
export function entryLine({ sequence, id, at, author, body }: LogEntry): string {
  return canonicalJson({ sequence, id, at, author, body });
}

/** The segments of a folder in their order; none where there is no folder. */
export async function listSegments(folder: string): Promise<Segment[]> {
  const names = await readdir(folder).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return [];
    throw error;
  });
  return names
    .flatMap((name) => {
      const [, from, to] = NAME.exec(name) ?? [];
      return from && to ? [{ path: join(folder, name), from: Number(from), to: Number(to) }] : [];
    })
    .sort((a, b) => a.from - b.from);
}

export type SegmentLine = { entry: LogEntry } | { problem: string; line: number };

/** Line by line; one that is not exactly as it was written is told, and not believed. */
export async function* readSegment({ path }: Segment): AsyncGenerator<SegmentLine> {
  let line = 0;
  for await (const text of createInterface({ input: createReadStream(path), crlfDelay: 0 })) {
    line += 1;
    const entry = decodeLine(text);
    yield entry === undefined ? { problem: 'it is not as it was written', line } : { entry };
  }
}

/** The file appears whole or not at all, and survives a loss of power. */
export async function writeSegment(
  folder: string,
  { from, to, pages }: { from: number; to: number; pages: AsyncIterable<LogEntry[]> },
): Promise<Segment> {
  const path = join(folder, `${padded(from)}-${padded(to)}.jsonl`);
  const draft = `${path}.${newId('draft')}`;
  try {
    await makeOwnFolder(dirname(folder));
    await mkdir(folder, { recursive: true, mode: 0o700 });
    const file = await open(draft, 'wx', 0o600);
    try {
      for await (const page of pages)
        await file.appendFile(page.map((entry) => `${entryLine(entry)}\n`).join(''));
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(draft, path);
    return { path, from, to };
  } catch (error) {
    await rm(draft, { force: true });
    if (AgentCoordError.is(error)) throw error;
    throw new AgentCoordError(
      'storage_unwritable',
      `The segment ${path} cannot be written. Nothing was removed from the log. Make the folder writable, with room in it.`,
      { data: { file: path }, cause: error },
    );
  }
}

function decodeLine(text: string): LogEntry | undefined {
  try {
    const value = JSON.parse(text) as JsonObject;
    const { sequence, id, at, author, body } = value;
    const isEntry =
      typeof sequence === 'number' &&
      typeof id === 'string' &&
      typeof at === 'number' &&
      (author === undefined || typeof author === 'string') &&
      typeof body === 'object' &&
      body !== null &&
      !Array.isArray(body);
    if (!isEntry || canonicalJson(value) !== text) return undefined;
    return { sequence, id, at, ...(author === undefined ? {} : { author }), body };
  } catch {
    return undefined;
  }
}

function padded(sequence: number): string {
  return String(sequence).padStart(12, '0');
}
