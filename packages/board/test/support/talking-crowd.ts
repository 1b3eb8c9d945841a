import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type HistoryEntry, logComplete, NO_EVIDENCE } from '@agentcoord/conformance';
import { type LogEntry, pause, type Storage } from '@agentcoord/core';
import { Board } from '../../src/index.js';
import type { TalkJob } from './talk-job.js';
import { TalkProcess } from './talk-process.js';

export interface TalkingCrowd {
  storage: Storage;
  connection: Pick<TalkJob, 'open' | 'options'>;
  processes: number;
  killed: number;
  forMs: number;
  /** Called once, when half of the time is over. */
  halfway?: () => Promise<void>;
}

export interface TalkReport {
  counts: Record<string, number>;
  violations: string[];
}

/** Many processes post and reply, some are killed. Every acknowledged entry is there exactly once, in order, for every reader. */
export async function talkingCrowd(crowd: TalkingCrowd): Promise<TalkReport> {
  const { storage, connection, processes, killed, forMs } = crowd;
  const folder = mkdtempSync(join(tmpdir(), 'agentcoord-talk-'));
  const board = new Board({ storage, author: 'parent' });
  const { thread } = await board.post({ title: 'For all', message: '1 by parent' });
  const files = Array.from({ length: processes }, (_, index) => join(folder, `${index}.jsonl`));
  const children = files.map(
    (historyFile, index) =>
      new TalkProcess({ ...connection, name: `talker-${index}`, historyFile, thread, forMs }),
  );
  try {
    await Promise.all(children.map((child) => child.ready));
    for (const child of children) child.go();
    await killSome(children.slice(0, killed), forMs, crowd.halfway);
    await Promise.all(children.map((child) => child.ended));
    const histories = files.map(readHistory);
    return await judge(board, storage, { thread, histories, killed });
  } finally {
    for (const child of children) child.kill();
    await Promise.all(children.map((child) => child.ended));
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Spread over the time, so that some die before and some after the half. */
async function killSome(
  victims: readonly TalkProcess[],
  forMs: number,
  halfway: TalkingCrowd['halfway'],
): Promise<void> {
  const half = async (children: readonly TalkProcess[]): Promise<void> => {
    for (const child of children) {
      await pause(forMs / 2 / (children.length + 1));
      child.kill();
    }
    await pause(forMs / 2 / (children.length + 1));
  };
  const middle = Math.ceil(victims.length / 2);
  await half(victims.slice(0, middle));
  await halfway?.();
  await half(victims.slice(middle));
}

/** Looks at what is there now; one sentence for each promise that was broken. */
export async function judge(
  board: Board,
  storage: Storage,
  { thread, histories, killed }: { thread: string; histories: HistoryEntry[][]; killed: number },
): Promise<TalkReport> {
  const entries = await readLog(storage);
  const numbered = entries.map((entry) => ({
    ...entry,
    body: { number: Number.parseInt(String(entry.body.message), 10) },
  }));
  const failures = histories
    .flat()
    .flatMap((entry) => (entry.kind === 'call-failed' ? [`a call failed: ${entry.message}`] : []));
  const shown = await readThread(board, thread);
  const expected = entries.filter(({ body }) => body.thread === thread).map(({ id }) => id);
  const differs = shown.findIndex((id, index) => id !== expected[index]);
  const acknowledged = histories.flat().filter(({ kind }) => kind === 'entry-acknowledged').length;
  return {
    counts: { processes: histories.length, killed, acknowledged, entries: entries.length },
    violations: [
      ...logComplete({ ...NO_EVIDENCE, histories, entries: numbered }),
      ...failures,
      ...(shown.length === expected.length && differs === -1
        ? []
        : [
            `the thread shows ${shown.length} posts of ${expected.length}; the first other one is at ${differs}`,
          ]),
    ],
  };
}

async function readThread(board: Board, thread: string): Promise<string[]> {
  const ids: string[] = [];
  let cursor: string | undefined;
  do {
    const page = await board.show(
      thread,
      { limit: 1_000, ...(cursor === undefined ? {} : { cursor }) },
      { timeoutMs: 60_000 },
    );
    ids.push(...page.posts.map(({ id }) => id));
    cursor = page.cursor;
  } while (cursor !== undefined);
  return ids;
}

async function readLog(storage: Storage): Promise<LogEntry[]> {
  const all: LogEntry[] = [];
  for (;;) {
    const { entries } = await storage.logs.read({
      log: 'board',
      after: all.at(-1)?.sequence ?? 0,
      limit: 1_000,
    });
    if (entries.length === 0) return all;
    all.push(...entries);
  }
}

/** A process that was killed may leave half of its last line, or nothing at all. */
function readHistory(file: string): HistoryEntry[] {
  let text = '';
  try {
    text = readFileSync(file, 'utf8');
  } catch {
    return [];
  }
  return text
    .split('\n')
    .slice(0, -1)
    .map((line) => JSON.parse(line) as HistoryEntry);
}
