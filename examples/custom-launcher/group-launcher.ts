import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, open } from 'node:fs/promises';
import { dirname } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { AgentCoordError } from '@agentcoord/core';
import {
  asProcessIdentity,
  identifyProcess,
  type LaunchedProcess,
  type Launcher,
  type LaunchSpec,
  processLiveness,
} from '@agentcoord/spawner';

/** Workers as plain process groups. Replace the three functions by those of your platform: the spawner does the rest. */
export function createGroupLauncher(): Launcher {
  return {
    mode: 'group',
    limits: [], // a request for a limit that nobody would hold is refused before anything starts
    launch,
    async isAlive(handle) {
      // The handle was stored, perhaps by another version: check its parts. A bare pid would not do, for it is used again.
      const identity = asProcessIdentity(handle);
      return identity ? processLiveness(identity) : 'gone';
    },
    async stop(handle, { graceMs, signal }) {
      const identity = asProcessIdentity(handle);
      const before = identity ? await processLiveness(identity) : 'gone';
      if (!identity || before === 'gone') return { outcome: 'already_gone', killed: 0 };
      if (before === 'elsewhere')
        throw new AgentCoordError('unsupported', `It runs on ${identity.host}; stop it there.`);
      send(identity.pid, 'SIGTERM');
      const isGone = async () => (await processLiveness(identity)) === 'gone';
      if (await within(graceMs, isGone, signal)) return { outcome: 'stopped', killed: 0 };
      // Everything the worker started is in its group, and ends with it.
      send(identity.pid, 'SIGKILL');
      // Say what was seen, not what was hoped for.
      const gone = await within(5_000, isGone, signal);
      return { outcome: gone ? 'killed' : 'still_running', killed: 1 };
    },
  };
}

async function launch({ program, args, environment, cwd, logFile, name, spawnId }: LaunchSpec) {
  if (!program) throw new AgentCoordError('internal', 'A process needs a program.');
  await mkdir(dirname(logFile), { recursive: true, mode: 0o700 });
  const log = await open(logFile, 'a', 0o600);
  try {
    const { size: logOffset } = await log.stat();
    const child = spawn(program.command, [...program.args, ...args], {
      cwd,
      env: environment, // this and nothing else
      detached: true, // a group of its own: Ctrl-C here does not reach it, and it outlives this process
      stdio: ['ignore', log.fd, log.fd],
    });
    const exited = exitOf(child);
    const pid = await started(child, name);
    child.unref();
    const launched: LaunchedProcess = {
      handle: { ...(await identifyProcess(pid)), spawnId },
      exited,
      logOffset,
    };
    return launched;
  } finally {
    await log.close();
  }
}

async function started(child: ChildProcess, name: string): Promise<number> {
  try {
    if (child.pid === undefined) await once(child, 'spawn');
    return child.pid ?? 0;
  } catch (error) {
    throw new AgentCoordError('spawn_failed', `${name} could not be started: ${error}`, { cause: error });
  }
}

/** Never rejects. */
function exitOf(child: ChildProcess): LaunchedProcess['exited'] {
  return new Promise((resolve) => {
    child.once('error', () => resolve({}));
    child.once('exit', (code, signal) =>
      resolve({ ...(code !== null && { code }), ...(signal && { signal }) }),
    );
  });
}

async function within(ms: number, isSo: () => Promise<boolean>, signal?: AbortSignal): Promise<boolean> {
  const end = performance.now() + ms;
  while (!(await isSo())) {
    if (performance.now() >= end) return false;
    await setTimeout(20, undefined, { signal });
  }
  return true;
}

function send(group: number, signal: NodeJS.Signals): void {
  try {
    process.kill(-group, signal);
  } catch (error) {
    // It ended by itself in between.
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}
