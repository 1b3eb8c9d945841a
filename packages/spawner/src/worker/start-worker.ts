import { hostname } from 'node:os';
import { join } from 'node:path';
import { AgentCoordError, describeThrown, redact } from '@agentcoord/core';
import type { LaunchedProcess, Launcher } from '../launcher/launcher.js';
import { logFileName } from '../log/log-file-name.js';
import { asObserved, observe, runningAs } from '../record/observe.js';
import { isActive, type SpawnedWorker } from '../record/spawned-worker.js';
import type { SpawnerContext } from '../spawner-context.js';
import { workerArguments } from './arguments.js';
import type { Program } from './default-program.js';
import type { CheckedRequest } from './request.js';

export interface StartWorker {
  launcher: Launcher;
  program: Program;
  request: CheckedRequest;
  environment: Record<string, string>;
  spawnId: string;
  logFolder: string;
  cwd: string;
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
    launched = await start.launcher.launch({
      spawnId,
      name,
      command: start.program.command,
      args: [...start.program.args, ...workerArguments(start.request)],
      environment: start.environment,
      cwd: start.cwd,
      logFile: worker.logFile,
    });
    const { handle } = launched;
    return { worker: await context.records.change(worker, () => runningAs(handle)), launched };
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
  const { request, launcher } = start;
  const now = await context.storage.now();
  const earlier = await context.records.get(request.name);
  if (earlier) {
    // Of another mode this launcher knows nothing: then the record counts.
    const knows = earlier.worker.mode === request.mode ? launcher : undefined;
    const observation = await observe(earlier.worker, knows, now);
    if (isActive(asObserved(earlier.worker, observation))) throw nameTaken(earlier.worker);
    await context.endOfAgent(earlier.worker);
  }
  const worker: SpawnedWorker = {
    id: start.spawnId,
    name: request.name,
    mode: request.mode,
    state: 'starting',
    tags: request.tags,
    capabilities: request.capabilities,
    useLlm: request.useLlm,
    ...(request.provider === undefined ? {} : { provider: request.provider }),
    ...(request.engine === undefined ? {} : { engine: request.engine }),
    ...(request.maxTasks === undefined ? {} : { maxTasks: request.maxTasks }),
    ...(request.parent === undefined ? {} : { parent: request.parent }),
    spawnedBy: context.by,
    spawnerHost: hostname(),
    logFile: join(start.logFolder, logFileName(request.name)),
    startedAt: now,
  };
  if (await context.records.put(worker, earlier?.version ?? 0)) return worker;
  throw nameTaken(worker);
}

function nameTaken(worker: SpawnedWorker): AgentCoordError {
  return new AgentCoordError(
    'conflict',
    `A worker named ${JSON.stringify(worker.name)} is already running or starting. Choose another name, or stop it first.`,
    { data: { name: worker.name } },
  );
}
