import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { redisMissing, startRedisServer } from '@agentcoord/tooling/redis-server';
import { BARE_NODE, run, type StartRow, type TimedCommand, timeCommands } from './time-commands.js';

const bin = resolve('packages/agentcoord/dist/bin.cjs');

const CASES: Readonly<Record<string, TimedCommand>> = {
  [BARE_NODE]: { args: ['-e', '0'] },
  'agentcoord --help': { args: [bin, '--help'] },
  'agentcoord status': { args: [bin, 'status'] },
  'agentcoord status --json': { args: [bin, 'status', '--json'] },
  'agentcoord locks': { args: [bin, 'locks'] },
  'agentcoord tasks list': { args: [bin, 'tasks', 'list'] },
};
const ON_REDIS = 'agentcoord status on Redis';

export async function measureStarts(rounds: number): Promise<StartRow[]> {
  const folder = mkdtempSync(join(tmpdir(), 'agentcoord-start-'));
  const server = redisMissing() ? undefined : await startRedisServer();
  const onRedis = server && { args: [bin, 'status', '--redis', `unix://${server.socketPath}`] };
  try {
    run('git', ['init', '--quiet'], folder);
    for (let number = 1; number <= 10; number += 1) {
      run(process.execPath, [bin, 'tasks', 'add', `task ${number}`], folder);
    }
    return timeCommands(rounds, folder, { ...CASES, ...(onRedis ? { [ON_REDIS]: onRedis } : {}) });
  } finally {
    rmSync(folder, { recursive: true, force: true });
    await server?.remove();
  }
}
