import { hostname } from 'node:os';
import { join } from 'node:path';
import { AgentCoordError, describeThrown, redact } from '@agentcoord/core';
import type { LaunchedProcess, Launcher } from '../launcher/launcher.js';
import { logFileName } from '../log/log-file-name.js';
import { asObserved, observe, runningAs } from '../record/observe.js';
import { hasItsName, type SpawnedWorker } from '../record/spawned-worker.js';
import type { SpawnerContext } from '../spawner-context.js';
import { workerArguments } from './arguments.js';
import type { Program } from './default-program.js';
import { keptEnvironment, secretNamesOf } from './environment.js';
import type { CheckedRequest } from './request.js';
import { isWanted, stoppedMeanwhile, whileWanted } from './while-wanted.js';

export interface StartWorker {
  launcher: Launcher;
  /** Left out for a launcher that brings its own. */
  program?: Program;
  request: CheckedRequest;
  environment: Record<string, string>;
  spawnId: string;
  namespace?: string;
  logFolder: string;
  cwd: string;
  folders: readonly string[];
  /** The life that this one follows: only it may be followed, and only while it waits for that. */
  follows?: SpawnedWorker;
  signal?: AbortSignal;
}

export interface StartedWorker {
  worker: SpawnedWorker;
  launched: LaunchedProcess;
}

/**
 * Writes the worker down, announces it, starts it. In this order a crash at any point leaves a record
 * that `adopt` can put right, and never a process nobody knows of.
 */
export async function startWorker(context: SpawnerContext, start: StartWorker): Promise<StartedWorker> {
  const worker = await takeName(context, start);
  let launched: LaunchedProcess | undefined;
  try {
    const { name, id: spawnId, tags, capabilities, parent } = worker;
    await context.registry.announce({ name, spawnId, tags, capabilities, parent });
    launched = await whileWanted(context, worker, start.signal, (signal) =>
      start.launcher.launch({
        spawnId,
        name,
        namespace: start.namespace,
        program: start.program,
        args: workerArguments(start.request),
        environment: start.environment,
        secretNames: secretNamesOf(start.environment),
        cwd: start.cwd,
        folders: start.folders,
        logFile: worker.logFile,
        limits: start.request.limits,
        settings: worker.launcherSettings,
        signal,
      }),
    );
    const { handle } = launched;
    // A stop that came meanwhile found no process to end: this is where it is heard.
    const started = await context.records.change(worker, (now) => (isWanted(now) ? runningAs(handle) : {}));
    if (!isWanted(started) || started.handle === undefined) throw stoppedMeanwhile(worker);
    return { worker: started, launched };
  } catch (error) {
    // What could not be written down must not run.
    if (launched) await start.launcher.stop(launched.handle, { graceMs: 0 });
    // A store in trouble is what brought us here, perhaps: the first error is the one to tell.
    await context.ends.note(worker, { reason: redact(describeThrown(error)) }).catch(() => undefined);
    throw error;
  }
}

/** One living worker a name: whoever stores the record first has it. */
async function takeName(context: SpawnerContext, start: StartWorker): Promise<SpawnedWorker> {
  const { request, launcher, follows } = start;
  const startedAt = await context.storage.now();
  const earlier = await context.records.get(request.name);
  const isFollowed = earlier?.worker.id === follows?.id && earlier?.worker.state === 'restarting';
  if (follows && !isFollowed) throw nameTaken(follows);
  if (earlier && !isFollowed) {
    // Of another mode this launcher knows nothing: then the record counts.
    const knows = earlier.worker.mode === request.mode ? launcher : undefined;
    const observation = await observe(earlier.worker, knows, startedAt);
    if (hasItsName(asObserved(earlier.worker, observation))) throw nameTaken(earlier.worker);
    await context.endOfAgent(earlier.worker);
  }
  const worker = newRecord(context, start, startedAt);
  if (await context.records.put(worker, earlier?.version ?? 0)) return worker;
  const now = await context.records.get(request.name);
  // Only how the earlier life ended was noted in between: that takes no name.
  if (now !== undefined && now.worker.id === earlier?.worker.id) return takeName(context, start);
  throw nameTaken(worker);
}

function newRecord(context: SpawnerContext, start: StartWorker, startedAt: number): SpawnedWorker {
  const { name, mode, tags, capabilities, useLlm, environment, ...rest } = start.request;
  const { provider, model, engine, unsafeNoSandbox, maxTasks, parent, restart, limits } = rest;
  const launcherSettings = start.follows?.launcherSettings ?? start.launcher.settings;
  const optional = { provider, model, engine, unsafeNoSandbox, maxTasks, parent, launcherSettings };
  return {
    id: start.spawnId,
    name,
    mode,
    state: 'starting',
    tags,
    capabilities,
    useLlm,
    ...Object.fromEntries(Object.entries(optional).filter(([, value]) => value !== undefined)),
    ...(Object.keys(limits).length === 0 ? {} : { limits }),
    ...(restart === undefined ? {} : { restart, ...keptEnvironment(environment) }),
    spawnedBy: context.by,
    spawnerHost: hostname(),
    logFile: join(start.logFolder, logFileName(name)),
    startedAt,
  };
}

function nameTaken(worker: SpawnedWorker): AgentCoordError {
  return new AgentCoordError(
    'conflict',
    `A worker named ${JSON.stringify(worker.name)} is already running or starting. Choose another name, or stop it first.`,
    { data: { name: worker.name } },
  );
}
