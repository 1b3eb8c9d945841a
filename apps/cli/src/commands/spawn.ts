import { resolve } from 'node:path';
import { AgentCoordError, checkOneOf, toAgentCoordError } from '@agentcoord/core';
import type { RestartOptions, SpawnedWorker, SpawnRequest } from '@agentcoord/spawner';
import type { Command } from 'commander';
import type { CommandCall, CommandResult, DefineCommand } from '../command-context.js';
import { wholeNumber } from '../input/parse.js';
import { renderWorkers } from '../output/workers-table.js';
import { addLauncherOptions, type LauncherFlags, limitsOf, modeOf } from '../worker/launcher-options.js';
import { openSpawner } from '../worker/open-spawner.js';
import { startSupervisor } from '../worker/start-supervisor.js';
import {
  addWorkerOptions,
  TRANSCRIPTS_VARIABLE,
  type WorkerFlags,
  type WorkerSettings,
  workerSettings,
} from '../worker/worker-options.js';

export interface SpawnOptions extends WorkerFlags, LauncherFlags {
  count?: string;
  restart?: string;
  maxRestarts?: string;
}

const POLICIES = ['never', 'on-failure', 'always'] as const;

export const define: DefineCommand = (command, handle) => {
  addSpawnOptions(
    command.option('--count <n>', 'how many (default 1); with --name they are called <name>-1, <name>-2, …'),
  )
    .description(
      'Start workers: as processes, in containers or on Railway. They go on when this command has ended: see\n' +
        'workers, logs and stop.',
    )
    .action(handle(spawnWorkers));
};

export function addSpawnOptions(command: Command): Command {
  return addLauncherOptions(addWorkerOptions(command))
    .option('--restart <policy>', `${POLICIES.join(', ')}: when a worker ends unasked (default never)`)
    .option('--max-restarts <n>', 'restarts in a row before it is given up (default 5)');
}

async function spawnWorkers(call: CommandCall<SpawnOptions>): Promise<CommandResult> {
  const workers = await startWorkers(call);
  return { data: { workers }, text: () => renderWorkers(workers, call.paint) };
}

/** All of them run when it resolves. */
export async function startWorkers(call: CommandCall<SpawnOptions>): Promise<SpawnedWorker[]> {
  const { count, name } = call.options;
  const total = wholeNumber(count ?? '1', '--count', 1, 100);
  const request = spawnRequest(call);
  await using spawner = await openSpawner(call, call.options);
  call.progress(`starting ${total === 1 ? 'a worker' : `${total} workers`}`);
  // Before anything is started: what fails from here on is told by the starts themselves.
  const [{ tellOfHeldGrants }, { failover }] = await Promise.all([
    import('@agentcoord/client'),
    call.connect(),
  ]);
  const starts = Array.from({ length: total }, (_, index) => {
    return spawner.spawnWorker(
      name === undefined ? request : { ...request, name: total === 1 ? name : `${name}-${index + 1}` },
    );
  });
  // A worker has joined once it holds its name.
  const workers = await tellOfHeldGrants({ failover, tell: call.note }, () => allStarted(starts));
  if (request.restart !== undefined) await startSupervisor(call);
  return workers;
}

/** What every one of them is asked for. */
export function spawnRequest(call: CommandCall<SpawnOptions>): SpawnRequest {
  const settings = workerSettings(call.options, call.io.environment);
  const useLlm = settings.engines.includes('llm');
  const restart = restartOf(call.options);
  return {
    ...requestOf(settings, call),
    mode: modeOf(call.options),
    limits: limitsOf(call.options),
    useLlm,
    provider: useLlm ? settings.provider : undefined,
    engine: settings.engines.length === 1 ? settings.engines[0] : undefined,
    ...(restart === undefined ? {} : { restart }),
  };
}

function restartOf({ restart, maxRestarts }: SpawnOptions): RestartOptions | undefined {
  const policy = checkOneOf(restart ?? 'never', '--restart', POLICIES);
  if (policy === 'never') return undefined;
  if (maxRestarts === undefined) return { policy };
  return { policy, maxRestarts: wholeNumber(maxRestarts, '--max-restarts', 1, 1_000) };
}

function requestOf(settings: WorkerSettings, call: CommandCall<SpawnOptions>): SpawnRequest {
  const { tags, capabilities, maxTasks, model, transcripts, unsafeNoSandbox } = settings;
  const environment =
    transcripts === undefined ? undefined : { [TRANSCRIPTS_VARIABLE]: resolve(call.cwd, transcripts) };
  const { agent: parent, signal } = call;
  return { tags, capabilities, maxTasks, model, environment, parent, signal, unsafeNoSandbox };
}

/** Waits for all, so that a failure leaves nothing half-started; those that run stay, and the error says how many. */
export async function allStarted(starts: ReadonlyArray<Promise<SpawnedWorker>>): Promise<SpawnedWorker[]> {
  const results = await Promise.allSettled(starts);
  const workers = results.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []));
  const failure = results.find((result) => result.status === 'rejected');
  if (!failure) return workers;
  const error = toAgentCoordError(failure.reason);
  if (workers.length === 0) throw error;
  throw new AgentCoordError(
    error.code,
    `${workers.length} of ${starts.length} workers run; another did not start. ${error.message}`,
    {
      data: { ...error.data, started: workers.map(({ name }) => name) },
      cause: error,
    },
  );
}
