import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { CoordinationClient } from '@agentcoord/client';
import { afterAll, afterEach, beforeAll, beforeEach } from 'vitest';
import { type BuiltProcess, buildProcess } from './build-process.js';
import { RealTerminal } from './real-terminal.js';

interface StartOptions {
  columns?: number;
  rows?: number;
  environment?: Record<string, string>;
}

/** A repository with a file store of its own, fresh for each test, and the dashboard in a terminal over it. */
export interface DashboardBench {
  folder: string;
  /** Works on the same store as the dashboard, from this process. */
  client: CoordinationClient;
  start(options?: StartOptions): RealTerminal;
}

export function setUpDashboard(): DashboardBench {
  let built: BuiltProcess;
  const terminals: RealTerminal[] = [];
  const bench: Omit<DashboardBench, 'client'> & { client: CoordinationClient | undefined } = {
    folder: '',
    client: undefined,
    start({ columns, rows, environment } = {}) {
      const terminal = new RealTerminal({
        command: process.execPath,
        args: [built.script],
        cwd: bench.folder,
        environment: {
          PATH: process.env.PATH ?? '',
          HOME: bench.folder,
          TERM: 'xterm-256color',
          LANG: 'C.UTF-8',
          ...environment,
        },
        columns,
        rows,
      });
      terminals.push(terminal);
      return terminal;
    },
  };
  beforeAll(async () => {
    built = await buildProcess('dashboard');
  });
  beforeEach(async () => {
    bench.folder = await mkdtemp(join(tmpdir(), 'agentcoord-tui-'));
    await promisify(execFile)('git', ['init', '--quiet', bench.folder]);
    bench.client = await CoordinationClient.open({ cwd: bench.folder, environment: {}, name: 'test' });
  });
  afterEach(async () => {
    await Promise.all(terminals.splice(0).map((terminal) => terminal.close()));
    await bench.client?.close();
    await rm(bench.folder, { recursive: true, force: true });
  });
  afterAll(() => built?.remove());
  return bench as DashboardBench;
}
