import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runCommand } from '../command/run-command.js';
import { type ControlGroup, createControlGroup } from './control-group.js';
import { type Bubblewrap, findBubblewrap, isolation } from './find-bubblewrap.js';
import { mountPlan, SANDBOX_HOME } from './mount-plan.js';
import { findProtected, type ProtectedEntry, setAsideNew } from './protected-entries.js';
import { limitsScript } from './resource-limits.js';
import {
  DEFAULT_RESOURCE_LIMITS,
  type Sandbox,
  type SandboxedCommand,
  type SandboxOptions,
} from './sandbox.js';
import { sandboxEnvironment } from './sandbox-environment.js';
import { shellQuote } from './shell-quote.js';
import { checkUsableRoot } from './usable-root.js';

/** Every command in namespaces of its own, with nothing of the host but the system and the workspace. */
export function createBubblewrap(options: SandboxOptions = {}): Sandbox {
  const source = options.environment ?? process.env;
  const path = options.bubblewrap ?? (source.AGENTCOORD_BUBBLEWRAP || 'bwrap');
  const limits = { ...DEFAULT_RESOURCE_LIMITS, ...options.limits };
  let found: Promise<Bubblewrap> | undefined;

  return {
    name: 'bubblewrap',
    async run(request) {
      checkUsableRoot(request.workspace);
      found ??= findBubblewrap(path);
      const bubblewrap = await found.catch((error: unknown) => {
        // It may be installed while the worker runs.
        found = undefined;
        throw error;
      });
      const before = await findProtected(request.workspace);
      const folder = await mkdtemp(join(tmpdir(), 'agentcoord-sandbox-'));
      const group = await createControlGroup(limits);
      try {
        await writeFile(join(folder, 'arguments'), await argumentsOf(bubblewrap, folder, request, before));
        const result = await runCommand(outside(bubblewrap, folder, group, request));
        return { ...result, setAside: await setAsideNew(request.workspace, before) };
      } finally {
        await group.remove();
        await rm(folder, { recursive: true, force: true });
      }
    },
  };

  /** In a file, which can be longer than a command line and is in no list of processes. */
  async function argumentsOf(
    bubblewrap: Bubblewrap,
    folder: string,
    { workspace, cwd, variables }: SandboxedCommand,
    before: ReadonlyMap<string, ProtectedEntry>,
  ): Promise<string> {
    const emptyFile = join(folder, 'empty');
    await writeFile(emptyFile, '');
    const environment: Record<string, string> = {
      ...sandboxEnvironment(source, options.passEnvironment),
      HOME: SANDBOX_HOME,
      TMPDIR: '/tmp',
      // Its folder is read-only, so git shall not even try to refresh its index.
      GIT_OPTIONAL_LOCKS: '0',
      ...variables,
    };
    const plan = await mountPlan({
      workspace,
      entries: before.values(),
      readable: options.readable ?? [],
      hidden: options.hidden ?? [],
      temporaryBytes: limits.temporaryBytes,
      emptyFile,
      knows: bubblewrap.knows,
    });
    return [
      ...isolation(bubblewrap, options.network === true),
      ...plan,
      ...Object.entries(environment).flatMap(([name, value]) => ['--setenv', name, value]),
      '--chdir',
      cwd,
    ].join('\0');
  }

  function outside(
    bubblewrap: Bubblewrap,
    folder: string,
    group: ControlGroup,
    request: SandboxedCommand,
  ): Parameters<typeof runCommand>[0] {
    const inside = `${limitsScript(limits)}; exec /bin/sh -c "$1"`;
    const words = ['/bin/sh', '-c', inside, 'sh', request.command].map(shellQuote).join(' ');
    const joins = group.joinFiles.map((file) => `echo $$ > ${shellQuote(file)} || exit 125; `).join('');
    const { timeoutMs, signal } = request;
    return {
      command: `${joins}exec ${shellQuote(bubblewrap.path)} --args 9 -- ${words} 9< ${shellQuote(join(folder, 'arguments'))}`,
      cwd: '/',
      environment: { PATH: source.PATH ?? '/usr/bin:/bin', ...libraries(source) },
      timeoutMs,
      signal,
    };
  }
}

/** For a bubblewrap that was unpacked and not installed; inside it is gone with the rest of the environment. */
function libraries({ LD_LIBRARY_PATH }: NodeJS.ProcessEnv): Record<string, string> {
  return LD_LIBRARY_PATH === undefined ? {} : { LD_LIBRARY_PATH };
}
