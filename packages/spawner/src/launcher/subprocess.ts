import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { hostname } from 'node:os';
import { AgentCoordError, type Clock, describeThrown } from '@agentcoord/core';
import { openWorkerLog } from '../log/worker-log.js';
import { endFamily } from '../process/end-family.js';
import { familyOf } from '../process/family.js';
import { asProcessIdentity, identify, livenessOf } from '../process/process-identity.js';
import { SpawnMode } from '../spawn-mode.js';
import type { LaunchExit, LaunchedProcess, Launcher, LaunchHandle, LaunchSpec } from './launcher.js';

/**
 * Workers as processes of this machine. Each leads a process group of its own, outlives the process
 * that started it, and writes into its log file alone.
 */
export function createSubprocessLauncher(options: { clock?: Clock } = {}): Launcher {
  return {
    mode: SpawnMode.SUBPROCESS,
    launch,
    isAlive: async (handle) => {
      const identity = asProcessIdentity(handle);
      return identity ? livenessOf(identity) : 'gone';
    },
    stop: async (handle, { graceMs, signal }) => {
      const identity = asProcessIdentity(handle);
      const liveness = identity ? await livenessOf(identity) : 'gone';
      if (liveness === 'elsewhere') throw otherHost(handle);
      const spawnId = String(handle.spawnId ?? '');
      // Only a living leader proves that the group is still the worker's.
      const group = liveness === 'running' ? identity?.pid : undefined;
      return endFamily({ family: { spawnId, group }, graceMs, signal, clock: options.clock });
    },
    find: async (spawnId) => {
      const family = await familyOf({ spawnId });
      // The oldest: what it started may lead groups as well.
      const leaders = family.filter((entry) => entry.pid === entry.group);
      const leader = leaders.sort((a, b) => Number(a.startTime) - Number(b.startTime)).at(0);
      return leader && { ...(await identify(leader.pid)), spawnId };
    },
  };
}

async function launch(spec: LaunchSpec): Promise<LaunchedProcess> {
  const { file, offset } = await openWorkerLog(spec.logFile);
  try {
    const child = spawn(spec.command, spec.args, {
      cwd: spec.cwd,
      env: spec.environment,
      detached: true,
      stdio: ['ignore', file.fd, file.fd],
    });
    const exited = exitOf(child);
    const pid = await started(child, spec);
    child.unref();
    const handle = await identify(pid);
    return { handle: { ...handle, spawnId: spec.spawnId }, exited, logOffset: offset };
  } finally {
    await file.close();
  }
}

async function started(child: ChildProcess, spec: LaunchSpec): Promise<number> {
  try {
    if (child.pid === undefined) await once(child, 'spawn');
  } catch (error) {
    throw new AgentCoordError(
      'spawn_failed',
      `The worker ${JSON.stringify(spec.name)} could not be started: ${describeThrown(error)}. Check that ${spec.command} can be run in ${spec.cwd}.`,
      { data: { name: spec.name, command: spec.command, cwd: spec.cwd }, cause: error },
    );
  }
  return child.pid ?? 0;
}

function exitOf(child: ChildProcess): Promise<LaunchExit> {
  return new Promise((resolve) => {
    child.once('error', () => resolve({}));
    child.once('exit', (code, signal) =>
      resolve({ ...(code === null ? {} : { code }), ...(signal ? { signal } : {}) }),
    );
  });
}

function otherHost(handle: LaunchHandle): AgentCoordError {
  return new AgentCoordError(
    'unsupported',
    `The worker runs on the host ${JSON.stringify(handle.host)}, and this is ${JSON.stringify(hostname())}. Nothing was signalled; stop it there.`,
    { data: { host: handle.host, pid: handle.pid } },
  );
}
