import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { hostname } from 'node:os';
import { AgentCoordError, type Clock, describeThrown, pause } from '@agentcoord/core';
import { limitedCommand } from '../limits/limited-command.js';
import { DEFAULT_LOG_BOUNDS, type LogBounds, startPump } from '../log/start-pump.js';
import { endFamily } from '../process/end-family.js';
import { familyOf } from '../process/family.js';
import { asProcessIdentity, identify, livenessOf } from '../process/process-identity.js';
import { SpawnMode } from '../spawn-mode.js';
import type { LaunchExit, LaunchedProcess, Launcher, LaunchHandle, LaunchSpec } from './launcher.js';

const LOG_WAIT_MS = 2_000;

/**
 * Workers as processes of this machine. Each leads a process group of its own, outlives the process
 * that started it, and writes into its log file alone, through a process that keeps the file small.
 */
export function createSubprocessLauncher(options: { clock?: Clock; log?: LogBounds } = {}): Launcher {
  return {
    mode: SpawnMode.SUBPROCESS,
    limits: ['memory', 'openFiles', 'niceness'],
    launch: (spec) => launch(spec, options.log ?? DEFAULT_LOG_BOUNDS),
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

async function launch(spec: LaunchSpec, bounds: LogBounds): Promise<LaunchedProcess> {
  const { program, args, environment, cwd, spawnId, logFile, limits } = spec;
  if (program === undefined) throw new AgentCoordError('internal', 'A subprocess needs a program.');
  const command = limitedCommand({ ...program, args: [...program.args, ...args] }, limits);
  const pump = await startPump({ spawnId, logFile, bounds });
  const { stdin } = pump.process;
  try {
    const child = spawn(command.command, command.args, {
      cwd,
      env: { ...environment, ...command.environment },
      detached: true,
      stdio: ['ignore', stdin, stdin],
    });
    const ended = exitOf(child);
    const pid = await started(child, spec, program.command);
    child.unref();
    const handle = { ...(await identify(pid)), spawnId };
    return { handle, exited: ended.then((exit) => written(pump.ended, exit)), logOffset: pump.offset };
  } finally {
    // The worker has its own; the pump ends when the last of them is closed.
    stdin?.destroy();
  }
}

/** What it said last is in the log before anybody hears that it ended, unless a child of its lives on. */
async function written(pumpEnded: Promise<void>, exit: LaunchExit): Promise<LaunchExit> {
  const enough = new AbortController();
  await Promise.race([pumpEnded, pause(LOG_WAIT_MS, enough.signal).catch(() => undefined)]);
  enough.abort();
  return exit;
}

async function started(child: ChildProcess, spec: LaunchSpec, command: string): Promise<number> {
  try {
    if (child.pid === undefined) await once(child, 'spawn');
  } catch (error) {
    throw new AgentCoordError(
      'spawn_failed',
      `The worker ${JSON.stringify(spec.name)} could not be started: ${describeThrown(error)}. Check that ${command} can be run in ${spec.cwd}.`,
      { data: { name: spec.name, command, cwd: spec.cwd }, cause: error },
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
