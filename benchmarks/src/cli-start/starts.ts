import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { redisMissing, startRedisServer } from '@agentcoord/tooling/redis-server';

const bin = resolve('packages/agentcoord/dist/bin.cjs');

const CASES: Readonly<Record<string, string[]>> = {
  'node -e 0': ['-e', '0'],
  'agentcoord --help': [bin, '--help'],
  'agentcoord status': [bin, 'status'],
  'agentcoord status --json': [bin, 'status', '--json'],
  'agentcoord locks': [bin, 'locks'],
  'agentcoord tasks list': [bin, 'tasks', 'list'],
};
const ON_REDIS = 'agentcoord status on Redis';

interface StartRow {
  command: string;
  'median ms': number;
  'best ms': number;
  'times node': number;
  [column: string]: string | number;
}

export async function measureStarts(rounds: number): Promise<StartRow[]> {
  const folder = mkdtempSync(join(tmpdir(), 'agentcoord-start-'));
  const server = redisMissing() ? undefined : await startRedisServer();
  const onRedis = server && [bin, 'status', '--redis', `unix://${server.socketPath}`];
  try {
    run('git', ['init', '--quiet'], folder);
    for (let number = 1; number <= 10; number += 1) {
      run(process.execPath, [bin, 'tasks', 'add', `task ${number}`], folder);
    }
    return rowsOf(measure(rounds, folder, { ...CASES, ...(onRedis ? { [ON_REDIS]: onRedis } : {}) }));
  } finally {
    rmSync(folder, { recursive: true, force: true });
    await server?.remove();
  }
}

function measure(
  rounds: number,
  folder: string,
  cases: Readonly<Record<string, string[]>>,
): Map<string, number[]> {
  const times = new Map(Object.keys(cases).map((name): [string, number[]] => [name, []]));
  for (let round = 0; round < rounds; round += 1) {
    for (const [name, args] of Object.entries(cases)) {
      const began = performance.now();
      run(process.execPath, args, folder);
      times.get(name)?.push(performance.now() - began);
    }
  }
  return times;
}

function run(command: string, args: string[], cwd: string): void {
  const { PATH, HOME } = process.env;
  const { status, stderr } = spawnSync(command, args, { cwd, env: { PATH, HOME }, encoding: 'utf8' });
  if (status !== 0) throw new Error(`${command} ${args.join(' ')} ended with ${status}: ${stderr}`);
}

function rowsOf(times: ReadonlyMap<string, number[]>): StartRow[] {
  const medians = new Map([...times].map(([name, list]) => [name, median(list)]));
  const bare = medians.get('node -e 0') ?? Number.NaN;
  return [...times].map(([command, list]) => ({
    command,
    'median ms': round(median(list)),
    'best ms': round(Math.min(...list)),
    'times node': round(median(list) / bare),
  }));
}

function median(list: readonly number[]): number {
  return [...list].sort((a, b) => a - b)[list.length >> 1] ?? Number.NaN;
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}
