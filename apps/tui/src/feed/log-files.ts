import { open, readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { printable, redact } from '@agentcoord/core';
import type { LogText } from '../model/dashboard-model.js';
import { inOrder, logText } from './log-text.js';

const TAIL_BYTES = 16 * 1024;
const LINES_OF_A_FILE = 60;
const SHOWN_LINES = 300;
const FILES = 20;

interface KnownFile {
  changedMs: number;
  lines: LogText[];
}

/** The ends of the newest logs of workers on this host, in the order of time. */
export class LogFiles {
  private readonly known = new Map<string, KnownFile>();

  constructor(private readonly folder: string) {}

  /** `undefined`: nothing has changed since the last look. */
  async read(): Promise<LogText[] | undefined> {
    const names = (await readdir(this.folder).catch(() => [])).filter((name) => name.endsWith('.log'));
    const dated = await Promise.all(
      names.map(async (name) => {
        const found = await stat(join(this.folder, name)).catch(() => undefined);
        return { name, changedMs: found?.mtimeMs ?? 0 };
      }),
    );
    const newest = dated.sort((a, b) => a.changedMs - b.changedMs).slice(-FILES);
    const changed = newest.filter(({ name, changedMs }) => this.known.get(name)?.changedMs !== changedMs);
    if (changed.length === 0) return undefined;
    for (const { name, changedMs } of changed) {
      const lines = await tailOf(join(this.folder, name), name.slice(0, -'.log'.length));
      this.known.set(name, { changedMs, lines });
    }
    return inOrder(newest.map(({ name }) => this.known.get(name)?.lines ?? [])).slice(-SHOWN_LINES);
  }
}

async function tailOf(path: string, source: string): Promise<LogText[]> {
  const file = await open(path, 'r').catch(() => undefined);
  if (!file) return [];
  try {
    const { size } = await file.stat();
    const from = Math.max(0, size - TAIL_BYTES);
    const { buffer, bytesRead } = await file.read(Buffer.alloc(TAIL_BYTES), 0, TAIL_BYTES, from);
    const text = buffer.subarray(0, bytesRead).toString('utf8');
    // The first line may have begun before the window, and half a secret is not recognised.
    const whole = from > 0 ? text.slice(text.indexOf('\n') + 1) : text;
    return redact(printable(whole))
      .split('\n')
      .filter((line) => line.trim() !== '')
      .slice(-LINES_OF_A_FILE)
      .map((line) => logText(source, line));
  } finally {
    await file.close();
  }
}
