import { chmod, cp, lstat, mkdir, readdir, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { type ParseError, parse as parseJson } from 'jsonc-parser';
import { parse as parseToml } from 'smol-toml';
import { describe, expect, onTestFinished, test } from 'vitest';
import { type CliEnd, setUpCli } from './support/cli.js';
import { SETTINGS_FILES } from './support/settings-files.js';

const cli = setUpCli();

const setup = (...args: string[]): Promise<CliEnd> => cli.run(['setup', ...args]);
const at = (file: string): string => join(cli.folder, file);

async function put(file: string, text: string): Promise<void> {
  await mkdir(dirname(at(file)), { recursive: true });
  await writeFile(at(file), text);
}

/** Everything in the folder but git's own and what setup keeps for itself. */
async function everything(): Promise<Map<string, string>> {
  const names = await readdir(cli.folder, { recursive: true, withFileTypes: true });
  const files = names
    .filter(
      (entry) =>
        !/(^|\/)(\.git|\.local)(\/|$)/.test(join(entry.parentPath, entry.name).slice(cli.folder.length)),
    )
    .map((entry) => join(entry.parentPath, entry.name));
  return new Map(
    await Promise.all(
      files.map(async (file): Promise<[string, string]> => {
        const isFile = (await stat(file)).isFile();
        return [
          file.slice(cli.folder.length + 1),
          isFile ? (await readFile(file)).toString('hex') : 'folder',
        ];
      }),
    ),
  );
}

function parsed(file: string, text: string): unknown {
  if (file.endsWith('.md')) return text;
  if (file.endsWith('.toml')) return parseToml(text);
  const errors: ParseError[] = [];
  const value: unknown = parseJson(text.replace('\uFEFF', ''), errors, { allowTrailingComma: true });
  expect(text === '' ? [] : errors).toEqual([]);
  return value;
}

/** What is left when empty lists and objects are nothing. */
function withoutEmpty(value: unknown): unknown {
  if (typeof value === 'string') return value.trim();
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  const entries = Object.entries(value).map(([key, inner]) => [key, withoutEmpty(inner)] as const);
  return Object.fromEntries(entries.filter(([, inner]) => !/^(\{\}|\[\])$/.test(JSON.stringify(inner))));
}

function isKeptIn(before: string, after: string): boolean {
  let place = 0;
  for (const character of after) if (character === before[place]) place += 1;
  return place === before.length;
}

describe.each(SETTINGS_FILES)('a file with $what ($file)', ({ program, file, text }) => {
  test('keeps every byte, works, is set up once, and is given back to the byte', async () => {
    await put(file, text);
    const before = await everything();
    expect(await setup(program)).toMatchObject({ code: 0, stderr: '' });
    const after = await readFile(at(file), 'utf8');
    expect(after).toContain('agentcoord');
    expect(isKeptIn(text, after)).toBe(true);
    expect(parsed(file, after)).not.toEqual(parsed(file, text));
    if (text.includes('\r\n')) expect(after.replaceAll('\r\n', '')).not.toContain('\n');
    const first = await everything();
    expect(await setup(program)).toMatchObject({ code: 0 });
    expect(await everything()).toEqual(first);
    expect(await setup(program, '--check')).toMatchObject({ code: 0 });
    expect(await setup(program, '--remove')).toMatchObject({ code: 0, stderr: '' });
    expect(await everything()).toEqual(before);
    expect(await setup(program, '--check')).toMatchObject({ code: 1 });
  });

  test('is given back where it was changed elsewhere meanwhile, and where nobody remembers what was done', async () => {
    await put(file, text);
    await setup(program);
    const addition = file.endsWith('.toml') ? '# mine\n' : file.endsWith('.md') ? 'Mine.\n' : '// mine\n';
    const bare = (await readFile(at(file), 'utf8')).replace('\uFEFF', '');
    await writeFile(at(file), addition + bare);
    await setup(program, '--remove');
    expect(await readFile(at(file), 'utf8')).toBe(addition + text.replace('\uFEFF', ''));

    await put(file, text);
    await setup(program);
    await rm(at('.local'), { recursive: true });
    expect(await setup(program, '--remove')).toMatchObject({ code: 0 });
    const left = await readFile(at(file), 'utf8').catch(() => '');
    expect(left).not.toMatch(/agentcoord (hook|mcp)|"agentcoord"|agentcoord:|mcp_servers.agentcoord/);
    expect(withoutEmpty(parsed(file, left) ?? {})).toEqual(withoutEmpty(parsed(file, text) ?? {}));
  });
});

describe('setup', () => {
  test('refuses a server of that name that a person has set otherwise, and leaves it', async () => {
    const env = { REDIS_URL: 'rediss://prod', AGENTCOORD_NAMESPACE: 'shop' };
    const own = JSON.stringify({ mcpServers: { agentcoord: { command: '/opt/agentcoord', env } } }, null, 3);
    await put('.mcp.json', own);
    const end = await setup('claude');
    expect(end.code).not.toBe(0);
    expect(end.stderr).toContain('a server called agentcoord of its own');
    expect(await readFile(at('.mcp.json'), 'utf8')).toBe(own);
  });

  test('of a program that has no files yet makes them, and removes them with their folders', async () => {
    const before = await everything();
    for (const program of ['claude', 'codex', 'cursor', 'gemini']) {
      expect(await setup(program)).toMatchObject({ code: 0, stderr: '' });
    }
    const settings = parsed('x.json', await readFile(at('.claude/settings.json'), 'utf8')) as {
      hooks: Record<string, [{ matcher?: string; hooks: [{ command: string; timeout: number }] }]>;
    };
    expect(Object.keys(settings.hooks)).toEqual([
      'SessionStart',
      'UserPromptSubmit',
      'PreToolUse',
      'PostToolUse',
      'Stop',
      'SubagentStop',
      'SessionEnd',
    ]);
    expect(settings.hooks.PreToolUse).toEqual([
      {
        matcher: 'Edit|Write|MultiEdit|NotebookEdit|Bash',
        hooks: [{ type: 'command', command: 'npx -y agentcoord hook pre-tool-use', timeout: 10 }],
      },
    ]);
    expect(parsed('x.json', await readFile(at('.mcp.json'), 'utf8'))).toEqual({
      mcpServers: {
        agentcoord: {
          command: 'npx',
          args: ['-y', 'agentcoord', 'mcp'],
          env: { REDIS_URL: `\${REDIS_URL:-}` },
        },
      },
    });
    expect(parsed('x.toml', await readFile(at('.codex/config.toml'), 'utf8'))).toEqual({
      mcp_servers: {
        agentcoord: {
          command: 'npx',
          args: ['-y', 'agentcoord', 'mcp'],
          env_vars: expect.arrayContaining(['REDIS_URL', 'AGENTCOORD_AGENT_ID']),
        },
      },
    });
    for (const program of ['claude', 'cursor', 'codex', 'gemini']) await setup(program, '--remove');
    expect(await everything()).toEqual(before);
  });

  test('writes the name of the program where it is on the PATH, and says it anew when that changes', async () => {
    await mkdir(at('bin'));
    await writeFile(at('bin/agentcoord'), '#!/bin/sh\n', { mode: 0o755 });
    const found = { environment: { PATH: `${at('bin')}:${process.env.PATH}` } };
    await setup('claude', '--strict');
    expect(await cli.run(['setup', 'claude', '--strict', '--check'], found)).toMatchObject({
      code: 1,
      stdout: expect.stringContaining('out of date'),
    });
    await cli.run(['setup', 'claude', '--strict'], found);
    const text = await readFile(at('.claude/settings.json'), 'utf8');
    expect(text).toContain('"agentcoord hook pre-tool-use --strict"');
    expect(text).not.toContain('npx');
  });

  test('has the scopes of each program, each reversible', async () => {
    const before = await everything();
    for (const [program, scope, file] of [
      ['claude', 'user', '.claude.json'],
      ['claude', 'local', '.claude/settings.local.json'],
      ['codex', 'user', '.codex/AGENTS.md'],
      ['cursor', 'user', '.cursor/mcp.json'],
      ['gemini', 'user', '.gemini/GEMINI.md'],
    ] as const) {
      expect(await setup(program, '--scope', scope)).toMatchObject({ code: 0, stderr: '' });
      expect(await readFile(at(file), 'utf8')).toContain('agentcoord');
      expect(await setup(program, '--scope', scope, '--remove')).toMatchObject({ code: 0, stderr: '' });
      expect(await everything()).toEqual(before);
    }
    expect(await setup('codex', '--scope', 'local')).toMatchObject({ code: expect.any(Number), stdout: '' });
  });

  test('--dry-run and --check write nothing', async () => {
    await put('.claude/settings.json', '{}');
    const before = await everything();
    const dry = await setup('claude', '--dry-run');
    expect(dry.stdout).toContain('+ ');
    expect(dry.stdout).toContain('hook pre-tool-use');
    expect((await setup('claude', '--check')).code).toBe(1);
    expect(await everything()).toEqual(before);
  });

  test('leaves all files alone where one of them cannot be understood, and says which', async () => {
    for (const [file, text] of [
      ['.mcp.json', '{"mcpServers": '],
      ['.mcp.json', '[]'],
      ['.mcp.json', '{"mcpServers": []}'],
      ['.claude/settings.json', '{"hooks": {"Stop": {}}}'],
      ['CLAUDE.md', '<!-- agentcoord:end -->'],
    ] as const) {
      await put(file, text);
      const before = await everything();
      const end = await setup('claude');
      expect(end.code).toBe(2);
      expect(end.stderr).toContain(at(file));
      expect(await everything()).toEqual(before);
      await rm(at(file));
    }
    await writeFile(at('.mcp.json'), Buffer.from([0x7b, 0xff, 0x7d]));
    expect((await setup('claude')).stderr).toContain('no UTF-8');
    await put('.codex/config.toml', 'mcp_servers = { a = { command = "a" } }\n');
    expect((await setup('codex')).stderr).toContain('config.toml');
  });

  test('writes through symbolic links, which stay, also where they lead to nothing yet; and keeps modes', async () => {
    await put('dotfiles/settings.json', '{"a": 1}\n');
    await chmod(at('dotfiles/settings.json'), 0o640);
    await mkdir(at('.claude'));
    await symlink('../dotfiles/settings.json', at('.claude/settings.json'));
    await symlink('dotfiles/mcp.json', at('.mcp.json'));
    await setup('claude');
    expect((await lstat(at('.claude/settings.json'))).isSymbolicLink()).toBe(true);
    expect((await lstat(at('.mcp.json'))).isSymbolicLink()).toBe(true);
    expect((await stat(at('dotfiles/settings.json'))).mode & 0o777).toBe(0o640);
    expect(await readFile(at('dotfiles/mcp.json'), 'utf8')).toContain('agentcoord');
    await setup('claude', '--remove');
    expect(await readFile(at('dotfiles/settings.json'), 'utf8')).toBe('{"a": 1}\n');
    expect((await lstat(at('.claude/settings.json'))).isSymbolicLink()).toBe(true);
  });

  describe.each([
    ['setup-half-written', 6, 0],
    ['setup-written', 6, 0],
    ['setup-before-swap', 6, 3],
    ['setup-after-swap', 6, 3],
  ])('killed at %s', (point, setups, removals) => {
    const files = { '.claude/settings.json': '{\n\t"a": 1 // b\n}', '.mcp.json': '{}', 'CLAUDE.md': 'x' };

    test.each([
      ['setting up', [], setups],
      ['removing', ['--remove'], removals],
    ] as const)(
      '%s, it leaves each file old or new, and done again it is done',
      async (_what, flags, times) => {
        for (const [file, text] of Object.entries(files)) await put(file, text);
        const old = await everything();
        await setup('claude');
        const done = await everything();
        if (flags.length === 0) await setup('claude', '--remove');
        await cp(cli.folder, `${cli.folder}-begin`, { recursive: true });
        onTestFinished(() => rm(`${cli.folder}-begin`, { recursive: true }));
        for (let nth = 1; nth <= times; nth += 1) {
          const args = ['setup', 'claude', ...flags];
          const end = await cli.run(args, { environment: { AGENTCOORD_CRASH_POINT: `${point}:${nth}` } });
          expect(end.code).toBeNull();
          for (const file of Object.keys(files))
            expect([old.get(file), done.get(file)]).toContain((await readFile(at(file))).toString('hex'));
          expect(await cli.run(args)).toMatchObject({ code: 0, stderr: '' });
          expect(await everything()).toEqual(flags.length === 0 ? done : old);
          await rm(at('.local'), { recursive: true });
          await cp(`${cli.folder}-begin`, cli.folder, { recursive: true });
        }
      },
    );
  });
});
