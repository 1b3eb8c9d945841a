import { execFile } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, test } from 'vitest';
import { setUpCli } from './support/cli.js';

const cli = setUpCli();
const run = promisify(execFile);

async function withProgram(): Promise<{ cwd: string; env: Record<string, string> }> {
  const bin = join(cli.folder, 'bin');
  await mkdir(bin, { recursive: true });
  const script = `#!/bin/sh\nexec '${process.execPath}' '${cli.script}' "$@"\n`;
  await writeFile(join(bin, 'agentcoord'), script, { mode: 0o755 });
  return { cwd: cli.folder, env: { PATH: `${bin}:${process.env.PATH}`, HOME: cli.folder } };
}

/** What a real bash offers for the last of these words. */
async function offered(...words: string[]): Promise<string[]> {
  const script =
    'source <(agentcoord completion bash); complete -p agentcoord >&2; COMP_WORDS=(agentcoord "$@"); COMP_CWORD=$#; _agentcoord; ' +
    `printf "%s\\n" "\${COMPREPLY[@]}"`;
  const { stdout, stderr } = await run(
    'bash',
    ['--norc', '-c', script, 'bash', ...words],
    await withProgram(),
  );
  expect(stderr).toContain('-F _agentcoord agentcoord');
  return stdout.split('\n').filter((line) => line !== '');
}

async function why(shell: string): Promise<string> {
  return run(shell, ['--version']).then(
    () => '',
    () => `no ${shell} on this machine`,
  );
}
const missing = { zsh: await why('zsh'), fish: await why('fish') };
const unless = (shell: 'zsh' | 'fish'): string => (missing[shell] ? ` (skipped: ${missing[shell]})` : '');

describe('bash', () => {
  test('offers commands, those of a group, and options, also those of every command', async () => {
    expect(await offered('ta')).toEqual(['tasks']);
    expect(await offered('tasks', 'ca')).toEqual(['cancel']);
    expect(await offered('locks', '')).toEqual(['list', 'acquire', 'release', 'run']);
    expect(await offered('locks', 'acquire', '--in')).toEqual(['--intent']);
    expect(await offered('status', '--')).toEqual(expect.arrayContaining(['--all', '--json', '--agent']));
    expect(await offered('setup', '')).toEqual(['claude', 'codex', 'cursor', 'gemini']);
    expect(await offered('setup', 'claude', '--scope', 'l')).toEqual(['local']);
    expect(await offered('--json', 'hook', 'pre')).toEqual(['pre-tool-use']);
  });

  test('offers what there is: tasks, locks, agents', async () => {
    const { id } = (await cli.run(['tasks', 'add', 'Write docs', '--json'])).json().data as { id: string };
    await cli.run(['locks', 'acquire', 'src/a.ts', '--agent', 'Ada']);
    expect(await offered('tasks', 'show', 'task')).toEqual([id]);
    expect(await offered('locks', 'release', '')).toEqual(['src/a.ts']);
    const session = { session_id: '11111111-0', cwd: cli.folder, prompt: 'x' };
    await cli.run(['hook', 'user-prompt-submit'], { stdin: JSON.stringify(session) });
    expect(await offered('inbox', '--agent', 'c')).toEqual(['claude-11111111']);
  });

  test('leaves to the shell what it cannot know, and what is wrong', async () => {
    expect(await offered('locks', 'acquire', 'sr')).toEqual([]);
    expect(await offered('nonsense', 'x')).toEqual([]);
    await writeFile(join(cli.folder, '.agentcoord'), 'a file in the way');
    expect(await offered('tasks', 'show', '', 'x')).toEqual([]);
    expect(await offered('locks', 'run', '--', 'np')).toEqual([]);
  });
});

test.skipIf(missing.zsh)(`zsh takes its script${unless('zsh')}`, async () => {
  const script =
    'autoload -U compinit; compinit -u -D; source <(agentcoord completion zsh); print $_comps[agentcoord]';
  expect((await run('zsh', ['-f', '-c', script], await withProgram())).stdout).toBe('_agentcoord\n');
});

test.skipIf(missing.fish)(`fish takes its script and offers commands${unless('fish')}`, async () => {
  const script = "agentcoord completion fish | source; complete -C 'agentcoord ta'";
  expect((await run('fish', ['-N', '-c', script], await withProgram())).stdout).toContain('tasks\t');
});

test('every script is of its shell, and another shell is refused', async () => {
  expect((await cli.run(['completion', 'zsh'])).stdout).toMatch(/^#compdef agentcoord\n/);
  expect((await cli.run(['completion', 'fish'])).stdout).toContain('complete -c agentcoord');
  expect(await cli.run(['completion', 'tcsh'])).toMatchObject({ code: 2 });
});
