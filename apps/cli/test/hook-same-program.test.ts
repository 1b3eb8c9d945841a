import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { createResourceNames, FileLock } from '@agentcoord/locks';
import { AgentRegistry } from '@agentcoord/registry';
import { openFileStorage } from '@agentcoord/storage-file';
import { expect, onTestFinished, test } from 'vitest';
import { setUpCli } from './support/cli.js';

const cli = setUpCli();

/** Says the pid of a child, which stands for an MCP server; then calls the hook with what it is given, and says what that printed. */
const PROGRAM = `
const { spawn, spawnSync } = require('node:child_process');
const server = spawn(process.argv[1], ['-e', 'setInterval(() => {}, 1000)'], { stdio: 'ignore' });
process.stdout.write(server.pid + '\\n');
process.stdin.once('data', (input) => {
  const { stdout } = spawnSync(process.argv[1], [process.argv[2], 'hook', 'pre-tool-use'], { input });
  process.stdout.write('said ' + stdout + '\\n');
  server.kill();
  process.stdin.destroy();
});`;

/** A program called `claude` with its server and its hook. */
async function program() {
  const child = spawn(join(cli.folder, 'bin', 'claude'), ['-e', PROGRAM, process.execPath, cli.script], {
    cwd: cli.folder,
    env: { PATH: process.env.PATH, HOME: cli.folder },
    stdio: ['pipe', 'pipe', 'inherit'],
    detached: true,
  });
  // With its server.
  onTestFinished(() => endGroup(child.pid ?? 0));
  const lines: string[] = [];
  child.stdout.setEncoding('utf8').on('data', (text: string) => void lines.push(text));
  const closed = once(child, 'close');
  await expect.poll(() => lines.length).toBeGreaterThan(0);
  const edit = async (): Promise<string> => {
    const file_path = join(cli.folder, 'src', 'a.ts');
    const input = { session_id: '11111111-0', cwd: cli.folder, tool_name: 'Edit', tool_input: { file_path } };
    child.stdin.write(JSON.stringify(input));
    await closed;
    return lines.join('').split('said ')[1] ?? '';
  };
  return { serverPid: Number.parseInt(lines[0] ?? '', 10), edit };
}

test.skipIf(process.platform !== 'linux')(
  'what the MCP server of the same Claude Code has locked is locked for its session; what that of another has is not',
  async () => {
    await mkdir(join(cli.folder, 'bin'));
    await symlink(process.execPath, join(cli.folder, 'bin', 'claude'));
    const one = await program();
    const other = await program();
    await cli.run(['status']);
    const storage = await openFileStorage({ folder: join(cli.folder, '.git', 'agentcoord') });
    const server = await new AgentRegistry({ storage }).register({
      name: 'server',
      kind: 'session',
      pid: one.serverPid,
    });
    const resources = createResourceNames({ root: cli.folder });
    const locks = new FileLock({ storage, holder: server.identity, agentName: 'server', resources });
    try {
      await locks.acquire('src/a.ts');
      expect(await one.edit()).toBe('\n');
      expect(await other.edit()).toContain('"permissionDecision":"deny"');
    } finally {
      await locks.releaseAll();
      await server.leave();
      await storage.close();
    }
  },
);

function endGroup(leader: number): void {
  try {
    process.kill(-leader, 'SIGKILL');
  } catch {
    // All of it has ended.
  }
}
