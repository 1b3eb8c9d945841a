import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { agentMissing, findAgent } from '@agentcoord/tooling/agent-programs';
import { startRedisServer } from '@agentcoord/tooling/redis-server';
import { describe, expect, onTestFinished, test } from 'vitest';
import { setUpCli } from './support/cli.js';
import { missing as redisMissing, unless as unlessRedis } from './support/redis.js';
import { type Model, type Step, scriptedMessages } from './support/scripted-messages.js';

const cli = setUpCli();
const missing = agentMissing('claude');
const unless = missing ? ` (skipped: ${missing})` : '';

interface Session {
  ended: Promise<{ code: number | null; stdout: string; stderr: string }>;
}

const at = (...parts: string[]): string => join(cli.folder, ...parts);

/** The real program with a model of its own; it may edit files and call this program, and nothing else. */
function claude(url: string, cwd: string, environment: Record<string, string>): Session {
  const args = [
    ...['-p', 'Add your line to notes.txt', '--permission-mode', 'acceptEdits', '--output-format', 'json'],
    // The server of .mcp.json would be asked of npm.
    ...['--strict-mcp-config', '--allowedTools', 'Bash(agentcoord:*)'],
  ];
  const child: ChildProcess = spawn(findAgent('claude') ?? '', args, {
    cwd,
    env: {
      PATH: `${at('bin')}:${process.env.PATH}`,
      HOME: at('home'),
      ANTHROPIC_BASE_URL: url,
      ANTHROPIC_API_KEY: 'none',
      CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC: '1',
      DISABLE_AUTOUPDATER: '1',
      ...environment,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  const texts = { stdout: '', stderr: '' };
  for (const name of ['stdout', 'stderr'] as const)
    child[name]?.setEncoding('utf8').on('data', (text: string) => {
      texts[name] += text;
    });
  return { ended: once(child, 'close').then(([code]) => ({ code, ...texts })) };
}

function gate(): { opened: Promise<void>; open: () => void } {
  let open = (): void => undefined;
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { opened, open };
}

const read = (file: string): Step => ({ tool: 'Read', input: { file_path: file } });
const append = (file: string, line: string): Step => ({
  tool: 'Edit',
  input: { file_path: file, old_string: 'end\n', new_string: `${line}\nend\n` },
});

/** A repository where everything is as its user would have it after `agentcoord setup claude`. */
async function repository(): Promise<void> {
  await mkdir(at('bin'));
  await mkdir(at('home'));
  const script = `#!/bin/sh\nexec '${process.execPath}' '${cli.script}' "$@"\n`;
  await writeFile(at('bin', 'agentcoord'), script, { mode: 0o755 });
  await writeFile(at('notes.txt'), 'begin\nend\n');
  const environment = { PATH: `${at('bin')}:${process.env.PATH}`, HOME: at('home') };
  expect(await cli.run(['setup', 'claude'], { environment })).toMatchObject({ code: 0 });
}

/**
 * One session edits a file and goes on working; another wants to edit the same file in `place`, is denied, waits as it was
 * told, and edits it when the turn of the first is over.
 */
async function collide(place: { cwd: string; environment: Record<string, string> }) {
  const denials: string[] = [];
  const edited = gate();
  const denied = gate();
  const first: Model = async (results) => {
    if (results.length === 0) return read(at('notes.txt'));
    if (results.length === 1) return append(at('notes.txt'), 'first');
    edited.open();
    // Its turn goes on until the other one has come in vain.
    await denied.opened;
    return 'done';
  };
  const file = join(place.cwd, 'notes.txt');
  const second: Model = (results) => {
    const last = results.at(-1) ?? '';
    const [, wait] = /wait for it with: (agentcoord .*?) and then/.exec(last) ?? [];
    if (results.length === 0) return read(file);
    if (wait !== undefined) {
      denials.push(last);
      denied.open();
      return { tool: 'Bash', input: { command: wait, description: 'Wait for the file' } };
    }
    if (results.length === 1 || last.includes('Locked')) return append(file, 'second');
    return 'done';
  };
  const one = claude((await scriptedMessages(first)).url, cli.folder, place.environment);
  await Promise.race([
    edited.opened,
    one.ended.then((end) => Promise.reject(new Error(JSON.stringify(end)))),
  ]);
  const two = claude((await scriptedMessages(second)).url, place.cwd, place.environment);
  // Whatever goes wrong with the second, the first comes to its end.
  void two.ended.then(denied.open);
  const ends = await Promise.all([one.ended, two.ended]);
  return { ends, denials };
}

const REASON =
  /"notes\.txt" is locked by the agent "claude-\w{8}" for another (10m|9m \d+s) at most.*Its intent: "Add your line to notes\.txt"/;

describe.skipIf(missing)(`two Claude Codes at once${unless}`, () => {
  test('on one file: the second is denied with holder, intent and time left, waits, and both edits are in the file', async () => {
    await repository();
    const { ends, denials } = await collide({ cwd: cli.folder, environment: {} });
    expect(ends).toMatchObject([{ code: 0 }, { code: 0 }]);
    expect(denials).toEqual([expect.stringMatching(REASON)]);
    expect(await readFile(at('notes.txt'), 'utf8')).toBe('begin\nfirst\nsecond\nend\n');
    expect((await cli.run(['locks'])).stdout).toBe('No locks.\n');
    const { agents } = (await cli.run(['status', '--all', '--json'])).json().data as {
      agents: Array<{ state: string; workingOn?: string }>;
    };
    expect(agents.map(({ state }) => state)).toEqual(['left', 'left']);
  }, 120_000);

  test.skipIf(redisMissing)(
    `on Redis, one in another work tree: the same${unlessRedis}`,
    async () => {
      const server = await startRedisServer({ appendOnly: true });
      onTestFinished(() => server.remove());
      await repository();
      const git = (...args: string[]) =>
        promisify(execFile)('git', ['-C', cli.folder, '-c', 'user.name=a', '-c', 'user.email=a@b', ...args]);
      await git('add', '.claude', 'CLAUDE.md', 'notes.txt');
      await git('commit', '--quiet', '--message', 'x');
      await git('worktree', 'add', '--quiet', at('other'));
      const environment = { REDIS_URL: `unix://${server.socketPath}` };
      const { ends, denials } = await collide({ cwd: at('other'), environment });
      expect(ends).toMatchObject([{ code: 0 }, { code: 0 }]);
      expect(denials).toEqual([expect.stringMatching(REASON)]);
      expect(await readFile(at('notes.txt'), 'utf8')).toBe('begin\nfirst\nend\n');
      expect(await readFile(at('other', 'notes.txt'), 'utf8')).toBe('begin\nsecond\nend\n');
      expect((await cli.run(['locks'], { environment })).stdout).toBe('No locks.\n');
    },
    120_000,
  );
});
