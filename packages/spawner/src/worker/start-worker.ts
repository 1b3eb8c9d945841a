import { hostname } from 'node:os';
import { join } from 'node:path';
import { AgentCoordError, describeThrown, redact, type Storage } from '@agentcoord/core';
import type { AgentRegistry } from '@agentcoord/registry';
import type { LaunchedProcess, Launcher } from '../launcher/launcher.js';
import { logFileName } from '../log/log-file-name.js';
import { observe, runningAs } from '../record/observe.js';
import { isActive, type SpawnedWorker } from '../record/spawned-worker.js';
import type { WorkerRecords } from '../record/worker-records.js';
import { workerArguments } from './arguments.js';
import type { Program } from './default-program.js';
import type { CheckedRequest } from './request.js';

export interface StartWorker {
  storage: Storage;
  records: WorkerRecords;
  registry: AgentRegistry;
  launcher: Launcher;
  program: Program;
  request: CheckedRequest;
  environment: Record<string, string>;
  spawnId: string;
  spawnedBy: string;
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
export async function startWorker(start: StartWorker): Promise<StartedWorker> {
  const { records, registry, launcher, request } = start;
  const worker = await takeName(start);
  try {
    await registry.announce({
      name: worker.name,
      spawnId: worker.id,
      tags: worker.tags,
      capabilities: worker.capabilities,
      ...(worker.parent === undefined ? {} : { parent: worker.parent }),
    });
    const launched = await launcher.launch({
      spawnId: worker.id,
      name: worker.name,
      command: start.program.command,
      args: [...start.program.args, ...workerArguments(request)],
      environment: start.environment,
      cwd: start.cwd,
      logFile: worker.logFile,
    });
    const running = await records.change(worker, () => runningAs(launched.handle));
    return { worker: running, launched };
  } catch (error) {
    const exitedAt = await start.storage.now();
    await records.change(worker, (now) =>
      now.handle === undefined
        ? { state: 'failed', exitedAt, exit: { reason: redact(describeThrown(error)) } }
        : {},
    );
    throw error;
  }
}

/** One living worker a name: whoever stores the record first has it. */
async function takeName(start: StartWorker): Promise<SpawnedWorker> {
  const { records, request, launcher, storage } = start;
  const now = await storage.now();
  const earlier = await records.get(request.name);
  const correction = earlier && (await observe(earlier.worker, launcher, now));
  if (earlier && isActive({ ...earlier.worker, ...correction })) throw nameTaken(earlier.worker);
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
    spawnedBy: start.spawnedBy,
    spawnerHost: hostname(),
    logFile: join(start.logFolder, logFileName(request.name)),
    startedAt: now,
  };
  if (await records.put(worker, earlier?.version ?? 0)) return worker;
  throw nameTaken(worker);
}

function nameTaken(worker: SpawnedWorker): AgentCoordError {
  return new AgentCoordError(
    'conflict',
    `A worker named ${JSON.stringify(worker.name)} is already running or starting. Choose another name, or stop it first.`,
    { data: { name: worker.name } },
  );
}
