import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { AuditLog } from '@agentcoord/audit';
import { MAX_PAGE, type Storage } from '@agentcoord/core';
import type { Random } from './random.js';

export interface CrowdOptions {
  storage: Storage;
  address: string;
  processes: number;
  /** How many of them are killed at random times. */
  killed: number;
  forMs: number;
  random: Random;
  /** Done once in the middle: restarts the server. */
  meanwhile?: () => Promise<void>;
}

export interface CrowdReport {
  acknowledged: number;
  violations: string[];
}

/** Many processes log at once, some are killed, a keeper seals: every acknowledged entry is there once, in order. */
export async function crowdOnOneLog(options: CrowdOptions): Promise<CrowdReport> {
  const { storage, address, processes, killed, forMs, random, meanwhile } = options;
  const acknowledged = new Map<string, number>();
  const writers = Array.from({ length: processes }, (_, index) =>
    startWriter(address, `writer-${index}`, forMs),
  );
  const stop = new AbortController();
  const keeper = new AuditLog({ storage, author: 'keeper' });
  const keeping = keeper.keep({ signal: stop.signal, interval: 200 });
  try {
    const listening = writers.map((writer) => listen(writer, acknowledged));
    await Promise.all(writers.map((writer) => writer.ready));
    const kills = writers.slice(0, killed).map(async ({ child }) => {
      await later(random.below(forMs));
      child.kill('SIGKILL');
    });
    if (meanwhile) kills.push(later(forMs / 2).then(meanwhile));
    await Promise.all([...kills, ...listening]);
  } finally {
    for (const { child } of writers) child.kill('SIGKILL');
    stop.abort();
    await keeping;
    await keeper.close();
  }
  return { acknowledged: acknowledged.size, violations: await check(storage, acknowledged) };
}

async function check(storage: Storage, acknowledged: ReadonlyMap<string, number>): Promise<string[]> {
  const violations: string[] = [];
  const places = new Map<string, number>();
  const last = new Map<string, number>();
  let after = 0;
  for (;;) {
    const { entries } = await storage.logs.read({ log: 'audit', after, limit: MAX_PAGE });
    for (const { id, sequence } of entries) {
      if (places.has(id)) violations.push(`${id} is there twice`);
      places.set(id, sequence);
      const [, writer = '', number = ''] = /^(writer-\d+)-(\d+)$/.exec(id) ?? [];
      if (writer === '') continue;
      const expected = (last.get(writer) ?? -1) + 1;
      if (Number(number) !== expected) violations.push(`${id} follows ${expected - 1} of ${writer}`);
      last.set(writer, Number(number));
    }
    after = entries.at(-1)?.sequence ?? after;
    if (entries.length < MAX_PAGE) break;
  }
  for (const [id, sequence] of acknowledged)
    if (places.get(id) !== sequence)
      violations.push(`${id} was acknowledged as ${sequence} and is ${places.get(id)}`);
  const { status, findings } = await new AuditLog({ storage, author: 'auditor' }).verify();
  if (status !== 'ok') violations.push(`verify says ${status}: ${JSON.stringify(findings.slice(0, 5))}`);
  return violations;
}

interface Writer {
  child: ChildProcess;
  lines: AsyncIterable<string>;
  ready: Promise<void>;
  isReady: () => void;
}

function startWriter(address: string, author: string, forMs: number): Writer {
  const file = fileURLToPath(new URL('writer.process.ts', import.meta.url));
  const loading = ['--conditions', '@agentcoord/source', '--import', 'tsx'];
  const child = spawn(process.execPath, [...loading, file, address, author, String(forMs)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  if (child.stdout === null) throw new Error('The writer has no output.');
  let isReady: () => void = () => undefined;
  const ready = new Promise<void>((resolve) => {
    isReady = resolve;
  });
  void once(child, 'exit').then(() => isReady());
  return { child, lines: createInterface({ input: child.stdout }), ready, isReady };
}

async function listen({ lines, isReady }: Writer, acknowledged: Map<string, number>): Promise<void> {
  for await (const line of lines) {
    isReady();
    // A killed writer may have left half a line.
    if (!line.endsWith('}')) continue;
    const { id, sequence } = JSON.parse(line) as { id?: string; sequence?: number };
    if (id !== undefined && sequence !== undefined) acknowledged.set(id, sequence);
  }
}

function later(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
