import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { CoordinationClient } from '@agentcoord/client';
import { type BuiltProcess, buildProcess } from './build-process.js';
import { RealTerminal } from './real-terminal.js';

export interface StartOptions {
  columns?: number;
  rows?: number;
  environment?: Record<string, string>;
}

/** A repository with a file store of its own, and the dashboard in a terminal over it. */
export interface DashboardBench extends AsyncDisposable {
  folder: string;
  /** Works on the same store as the dashboard, from this process. */
  client: CoordinationClient;
  /** The dashboard, for who starts it in a way of its own. */
  script: string;
  start(options?: StartOptions): RealTerminal;
}

/** @param given a process that was built before; it stays. */
export async function openBench(given?: BuiltProcess): Promise<DashboardBench> {
  const built = given ?? (await buildProcess('dashboard'));
  const folder = await mkdtemp(join(tmpdir(), 'agentcoord-tui-'));
  await promisify(execFile)('git', ['init', '--quiet', folder]);
  const client = await CoordinationClient.open({ cwd: folder, environment: {}, name: 'test' });
  const terminals: RealTerminal[] = [];
  return {
    folder,
    client,
    script: built.script,
    start({ columns, rows, environment } = {}) {
      const terminal = new RealTerminal({
        command: process.execPath,
        args: [built.script],
        cwd: folder,
        environment: {
          PATH: process.env.PATH ?? '',
          HOME: folder,
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
    async [Symbol.asyncDispose]() {
      await Promise.all(terminals.map((terminal) => terminal.close()));
      await client.close();
      await rm(folder, { recursive: true, force: true });
      if (given === undefined) await built.remove();
    },
  };
}
