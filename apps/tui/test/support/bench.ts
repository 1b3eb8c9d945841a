import { afterAll, afterEach, beforeAll, beforeEach } from 'vitest';
import { type BuiltProcess, buildProcess } from './build-process.js';
import { type DashboardBench, openBench, type StartOptions } from './open-bench.js';
import type { RealTerminal } from './real-terminal.js';

/** A fresh bench for each test of a file; the dashboard is built once for all of them. */
export function setUpDashboard(): Omit<DashboardBench, typeof Symbol.asyncDispose> {
  let built: BuiltProcess;
  let bench: DashboardBench | undefined;
  const current = (): DashboardBench => {
    if (bench === undefined) throw new Error('only inside a test');
    return bench;
  };
  beforeAll(async () => {
    built = await buildProcess('dashboard');
  });
  beforeEach(async () => {
    bench = await openBench(built);
  });
  afterEach(() => bench?.[Symbol.asyncDispose]());
  afterAll(() => built?.remove());
  return {
    get folder() {
      return current().folder;
    },
    get client() {
      return current().client;
    },
    get script() {
      return current().script;
    },
    start: (options?: StartOptions): RealTerminal => current().start(options),
  };
}
