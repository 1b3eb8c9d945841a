import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { redisMissing, startRedisServer } from '@agentcoord/tooling/redis-server';
import { BARE_NODE, run, type StartRow, type TimedCommand, timeCommands } from './time-commands.js';

const bin = resolve('packages/agentcoord/dist/bin.cjs');
const SESSION = '3f2a9c1e-0000-4000-8000-000000000000';

/** Hooks of one session of Claude Code, as they follow each other all day: the session is known, the file its own. */
export async function measureHooks(rounds: number): Promise<StartRow[]> {
  const folder = mkdtempSync(join(tmpdir(), 'agentcoord-hook-'));
  const server = redisMissing() ? undefined : await startRedisServer();
  const redis = server && ['--redis', `unix://${server.socketPath}`];
  try {
    for (const repository of [join(folder, 'file'), join(folder, 'redis')]) {
      run('git', ['init', '--quiet', repository], folder);
      writeFileSync(join(repository, 'a.ts'), '');
    }
    const commands: Record<string, TimedCommand> = {
      [BARE_NODE]: { args: ['-e', '0'] },
      ...hooksOf(join(folder, 'file'), 'file store', []),
      ...(redis ? hooksOf(join(folder, 'redis'), 'Redis', redis) : {}),
    };
    // Both stores are made, and both know the session.
    for (const { args, input } of Object.values(commands)) run(process.execPath, args, folder, input);
    return timeCommands(rounds, folder, commands);
  } finally {
    rmSync(folder, { recursive: true, force: true });
    await server?.remove();
  }
}

function hooksOf(folder: string, store: string, flags: string[]): Record<string, TimedCommand> {
  const hook = (event: string, tool: string, toolInput: object): TimedCommand => ({
    args: [bin, 'hook', event, '--cwd', folder, ...flags],
    input: JSON.stringify({
      session_id: SESSION,
      cwd: folder,
      hook_event_name: event,
      tool_name: tool,
      tool_input: toolInput,
    }),
  });
  const edit = { file_path: join(folder, 'a.ts'), old_string: 'a', new_string: 'b' };
  return {
    [`pre-tool-use Edit, ${store}`]: hook('pre-tool-use', 'Edit', edit),
    [`pre-tool-use Bash that writes, ${store}`]: hook('pre-tool-use', 'Bash', { command: 'echo b > a.ts' }),
    [`pre-tool-use Bash that does not, ${store}`]: hook('pre-tool-use', 'Bash', { command: 'npm test 2>&1' }),
    [`post-tool-use, ${store}`]: hook('post-tool-use', 'Edit', edit),
  };
}
