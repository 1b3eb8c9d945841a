import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { AgentCoordError } from '@agentcoord/core';

const execute = promisify(execFile);
const TRY_TIMEOUT_MS = 10_000;

export interface Bubblewrap {
  path: string;
  knows(option: string): boolean;
}

const HOW_TO_INSTALL =
  'Install bubblewrap (apt-get install bubblewrap, dnf install bubblewrap, pacman -S bubblewrap), or name one in ' +
  'AGENTCOORD_BUBBLEWRAP. Only where nothing on this machine is worth protecting: start the worker with --unsafe-no-sandbox.';

/** The namespaces and rights of every command. */
export function isolation({ knows }: Bubblewrap, network: boolean): string[] {
  return [
    '--unshare-user',
    '--unshare-pid',
    '--unshare-ipc',
    '--unshare-uts',
    '--unshare-cgroup-try',
    ...(network ? [] : ['--unshare-net']),
    // A user namespace gives all rights inside it, and with them much more of the kernel to attack.
    ...(knows('--disable-userns') ? ['--disable-userns'] : []),
    '--cap-drop',
    'ALL',
    '--hostname',
    'sandbox',
    '--new-session',
    '--die-with-parent',
    '--clearenv',
  ];
}

/**
 * Finds bubblewrap and tries it: many containers, and some distributions, forbid the namespaces it needs.
 * @throws `unsupported` with the cause and what to do.
 */
export async function findBubblewrap(path: string): Promise<Bubblewrap> {
  if (process.platform !== 'linux') throw unsupported('bubblewrap runs on Linux only', undefined);
  const help = await execute(path, ['--help'], { timeout: TRY_TIMEOUT_MS }).catch((cause) => {
    const isMissing = (cause as NodeJS.ErrnoException).code === 'ENOENT';
    throw unsupported(isMissing ? `there is no ${path}` : `${path} does not run: ${firstLine(cause)}`, cause);
  });
  const options = new Set(help.stdout.match(/--[a-z0-9-]+/g));
  const found: Bubblewrap = { path, knows: (option) => options.has(option) };
  const tried = [...isolation(found, false), '--ro-bind', '/', '/', '--dev', '/dev', '--proc', '/proc'];
  await execute(path, [...tried, '--', '/bin/sh', '-c', ':'], { timeout: TRY_TIMEOUT_MS }).catch((cause) => {
    throw unsupported(`bubblewrap cannot work here: ${firstLine(cause)}`, cause);
  });
  return found;
}

function firstLine(cause: unknown): string {
  const { stderr, message } = cause as { stderr?: string; message?: string };
  return (stderr || message || 'no reason given').trim().split('\n')[0] ?? '';
}

function unsupported(problem: string, cause: unknown): AgentCoordError {
  return new AgentCoordError(
    'unsupported',
    `Commands of a model run in a sandbox only, and ${problem}. ${HOW_TO_INSTALL}`,
    { data: { problem }, cause },
  );
}
