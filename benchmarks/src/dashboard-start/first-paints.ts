import { spawnSync } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { cpuSeconds } from '../../../apps/tui/prove/usage.js';
import { RealTerminal } from '../../../apps/tui/test/support/real-terminal.js';
import { median } from '../measure/median.js';

const bin = resolve('packages/agentcoord/dist/bin.cjs');
const TASKS = 1_000;
const FLOOR_MS = 400;

export async function measureFirstPaints(rounds: number) {
  const folder = await mkdtemp(join(tmpdir(), 'agentcoord-first-paint-'));
  const environment = { PATH: process.env.PATH ?? '', HOME: folder, TERM: 'xterm-256color', LANG: 'C.UTF-8' };
  const run = (command: string, args: string[], input = ''): void => {
    const { status, stderr } = spawnSync(command, args, { cwd: folder, env: environment, input });
    if (status !== 0) throw new Error(`${command} ${args.join(' ')} ended with ${status}: ${stderr}`);
  };
  try {
    run('git', ['init', '--quiet', folder]);
    const lines = Array.from({ length: TASKS }, (_, index) => JSON.stringify({ title: `Task ${index}` }));
    run(process.execPath, [bin, 'tasks', 'import', '-'], lines.join('\n'));
    const paints: number[] = [];
    const worked: number[] = [];
    const bare: number[] = [];
    // The first one fills the code cache.
    for (let round = 0; round <= rounds; round += 1) {
      const paint = await firstPaint(folder, environment);
      const began = performance.now();
      run(process.execPath, ['-e', '0']);
      if (round === 0) continue;
      paints.push(paint.ms);
      worked.push(paint.coreMs);
      bare.push(performance.now() - began);
    }
    return [
      {
        start: `agentcoord dashboard, ${TASKS} tasks`,
        'median ms': Math.round(median(paints)),
        'best ms': Math.round(Math.min(...paints)),
        'median ms of a core': Math.round(median(worked)),
        'floor ms': `${FLOOR_MS}`,
      },
      {
        start: 'node -e 0',
        'median ms': Math.round(median(bare)),
        'best ms': Math.round(Math.min(...bare)),
        'median ms of a core': '',
        'floor ms': '',
      },
    ];
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function firstPaint(cwd: string, environment: Record<string, string>) {
  const began = performance.now();
  const terminal = new RealTerminal({
    command: process.execPath,
    args: [bin, 'dashboard'],
    cwd,
    environment,
  });
  try {
    await terminal.shows('Task 0');
    const ms = performance.now() - began;
    const coreMs = 1000 * (await cpuSeconds(terminal.pid));
    terminal.type('q');
    await terminal.ended;
    return { ms, coreMs };
  } finally {
    await terminal.close();
  }
}
