import { execFileSync } from 'node:child_process';
import { access, mkdir, readdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { bubblewrapMissing } from '@agentcoord/tooling/bubblewrap';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { SandboxOptions } from '../src/sandbox/sandbox.js';
import { attempt, guardedState, runIn, sandboxHere } from './support/sandbox-bench.js';
import { probesOf } from './support/sandbox-probes.js';
import { openSandboxWorld, type SandboxWorld } from './support/sandbox-world.js';
import { tempFolder } from './support/temp-folder.js';

const missing = bubblewrapMissing();
const why = missing ? ` (${missing})` : '';
let world: SandboxWorld;
let before: Record<string, string>;
beforeAll(async () => {
  world = await openSandboxWorld();
  before = await guardedState(world);
});
afterAll(() => world.close());

// The names are needed before there is anything to go for.
const nowhere = { around: '/', root: '/', tcpPort: 0, udpPort: 0, abstractName: '', victimPid: 0 };
const probes = probesOf(nowhere).map((probe, index) => ({ ...probe, index }));

function probe(index: number) {
  const found = probesOf(world.targets)[index];
  if (!found) throw new Error(`There is no probe ${index}.`);
  return found;
}

describe.skipIf(missing)(`a command of a model in its sandbox${why}`, () => {
  for (const { index, name, skipped } of probes) {
    it.skipIf(skipped)(`${name}: blocked${skipped ? ` (${skipped})` : ''}`, async () => {
      expect(await attempt(sandboxHere(), world, probe(index))).toBeUndefined();
      expect(await guardedState(world)).toEqual(before);
    });
  }
});

describe('the same command without a sandbox', () => {
  for (const { index, name, getsInWithout } of probes.filter((one) => one.getsInWithout)) {
    it(`${name}: gets in, so that the probe can tell`, async () => {
      expect(getsInWithout).toBe(true);
      expect(await attempt(sandboxHere({ unsafeNoSandbox: true }), world, probe(index))).toBeDefined();
    });
  }
});

describe.skipIf(missing)(`what a command can do in its sandbox${why}`, () => {
  async function run(root: string, command: string, options?: SandboxOptions) {
    const { stdout, stderr, ...rest } = await runIn(sandboxHere(options), root, command);
    return { ...rest, said: stdout.text.trim(), stderr: stderr.text };
  }

  it('changes the workspace, runs programs of the system, and has a home and a /tmp of its own', async () => {
    const root = await tempFolder({ 'src/a.txt': 'one' });
    const command =
      'echo two > src/b.txt && mkdir -p deep/er && echo x > "$HOME/x" && echo y > /tmp/y && node -p "1+1" && cat src/a.txt; pwd';
    expect(await run(root, command)).toMatchObject({ exitCode: 0, said: `2\none${root}`, setAside: [] });
    expect(await readFile(join(root, 'src/b.txt'), 'utf8')).toBe('two\n');
    expect((await run(root, 'ls /tmp "$HOME"')).said).not.toMatch(/^[xy]$/m);
  });

  it('answers with its exit code, and 128 + n for a signal', async () => {
    const root = await tempFolder();
    expect(await run(root, 'echo no >&2; exit 7')).toMatchObject({ exitCode: 7, stderr: 'no\n' });
    expect(await run(root, 'kill -9 $$')).toMatchObject({ exitCode: 137 });
  });

  it('is ended with everything it started when its time is over', async () => {
    const root = await tempFolder();
    const request = { workspace: { root }, cwd: root, variables: {}, signal: new AbortController().signal };
    const command = 'trap "" TERM; setsid sleep 98642 & sleep 98642';
    const result = await sandboxHere().run({ ...request, command, timeoutMs: 500 });
    expect(result.ended).toBe('timed-out');
    expect(
      execFileSync('/bin/sh', ['-c', 'grep -alz "^98642" /proc/[0-9]*/cmdline || true']).toString(),
    ).toBe('');
  });

  it('asks git, also in a worktree, but cannot commit', async () => {
    const folder = await tempFolder({ 'main/a.txt': 'one' });
    const [main, root] = [join(folder, 'main'), join(folder, 'tree')];
    const git = (...words: string[]) =>
      execFileSync('git', ['-c', 'user.name=a', '-c', 'user.email=a@b', ...words], {
        cwd: main,
        stdio: 'pipe',
      });
    git('init', '-q', '-b', 'main');
    git('add', '.');
    git('commit', '-q', '-m', 'one');
    git('worktree', 'add', '-q', root);
    await mkdir(join(main, '.git/agentcoord'));
    await writeFile(join(main, '.git/agentcoord/store'), 'secret');
    for (const workspace of [main, root]) {
      const said = await run(workspace, 'echo two >> a.txt; git status --short; git log --format=%s');
      expect(said, workspace).toMatchObject({ exitCode: 0, said: 'M a.txt\none' });
      expect((await run(workspace, 'git -c user.name=a -c user.email=a@b commit -am two')).exitCode).not.toBe(
        0,
      );
      expect((await run(workspace, `ls -A ${main}/.git/agentcoord`)).said).toBe('');
    }
  });

  it('reads what the operator made readable, and not what was hidden in it', async () => {
    const root = await tempFolder({ 'hidden/key.txt': 'secret' });
    const tools = await tempFolder({ 'bin/tool': 'tool', 'token.txt': 'secret' });
    const command = `cat ${tools}/bin/tool; cat ${tools}/token.txt hidden/key.txt; echo x > ${tools}/bin/tool; echo "$SHOWN"`;
    const options = {
      readable: [tools],
      hidden: [join(tools, 'token.txt'), join(root, 'hidden')],
      environment: { SHOWN: 'shown' },
      passEnvironment: ['SHOWN'],
    };
    const found = sandboxOptions(options);
    expect((await run(root, command, found)).said).toBe('toolshown');
    expect(await readFile(join(tools, 'bin/tool'), 'utf8')).toBe('tool');
  });

  it('reaches the network where the operator allows it', async () => {
    const root = await tempFolder();
    const connect = `node -e 'require("net").connect(${world.targets.tcpPort}, "127.0.0.1", () => process.exit(3))'`;
    expect((await run(root, connect, { network: true })).exitCode).toBe(3);
    expect((await run(root, connect)).exitCode).not.toBe(3);
  });
});

describe.skipIf(missing)(`protected paths that a command makes${why}`, () => {
  it('are set aside and named, and nothing is deleted', async () => {
    const root = await tempFolder({ 'src/a.txt': 'one' });
    const made = ['.vscode', '.claude', '.github/workflows', 'packages/a/.husky'];
    const command = `mkdir -p ${made.join(' ')}; echo evil > .vscode/tasks.json; echo evil > .envrc; echo evil > .git`;
    const { setAside } = await runIn(sandboxHere(), root, command);
    expect(setAside.map(({ path }) => path).sort()).toEqual([...made, '.envrc', '.git'].sort());
    for (const { path, renamedTo } of setAside) {
      await expect(access(join(root, path))).rejects.toThrow();
      await access(join(root, renamedTo));
    }
    const kept = setAside.find(({ path }) => path === '.vscode')?.renamedTo ?? '';
    expect(await readdir(join(root, kept))).toEqual(['tasks.json']);
  });

  it('are found too where a link to one is bent', async () => {
    const root = await tempFolder({ 'settings/agent/a.json': '{}', 'evil/a.json': 'evil' });
    await symlink('settings/agent', join(root, '.claude'));
    const { setAside } = await runIn(sandboxHere(), root, 'ln -sfn evil .claude');
    expect(setAside).toMatchObject([{ path: '.claude' }]);
    expect(await readFile(join(root, '.claude/a.json'), 'utf8')).toBe('{}');
  });
});

describe('where there is no sandbox', () => {
  it('refuses the command, and says what to install and what else there is', async () => {
    const root = await tempFolder();
    const run = runIn(sandboxHere({ bubblewrap: '/nowhere/bwrap' }), root, 'echo x > made');
    await expect(run).rejects.toMatchObject({
      code: 'unsupported',
      message: expect.stringMatching(
        /there is no \/nowhere\/bwrap.*apt-get install bubblewrap.*--unsafe-no-sandbox/,
      ),
    });
    expect(await readdir(root)).toEqual([]);
  });

  it('refuses one whose bubblewrap cannot make namespaces, with what it says', async () => {
    const folder = await tempFolder();
    const broken = join(folder, 'bwrap');
    await writeFile(
      broken,
      '#!/bin/sh\n[ "$1" = --help ] && exit 0\necho "bwrap: No permissions to create new namespace" >&2; exit 1\n',
      { mode: 0o755 },
    );
    await expect(runIn(sandboxHere({ bubblewrap: broken }), await tempFolder(), ':')).rejects.toMatchObject({
      code: 'unsupported',
      message: expect.stringContaining('No permissions to create new namespace'),
    });
  });

  it('refuses a workspace that holds the system or the home folder', async () => {
    for (const root of ['/', '/usr', '/home', '/tmp']) {
      await expect(runIn(sandboxHere(), root, ':')).rejects.toMatchObject({ code: 'misconfigured' });
    }
  });
});

/** With what the unpacked bubblewrap needs in its environment. */
function sandboxOptions(options: SandboxOptions): SandboxOptions {
  const { PATH, LD_LIBRARY_PATH } = process.env;
  return { ...options, environment: { PATH, LD_LIBRARY_PATH, ...options.environment } };
}
