import { resolve } from 'node:path';
import { AgentCoordError, checkOneOf, toAgentCoordError } from '@agentcoord/core';
import { type SpawnedWorker, SpawnMode, type SpawnRequest } from '@agentcoord/spawner';
import type { CommandCall, CommandResult, DefineCommand } from '../command-context.js';
import { wholeNumber } from '../input/parse.js';
import { renderWorkers } from '../output/workers-table.js';
import { openSpawner } from '../worker/open-spawner.js';
import {
  addWorkerOptions,
  TRANSCRIPTS_VARIABLE,
  type WorkerFlags,
  type WorkerSettings,
  workerSettings,
} from '../worker/worker-options.js';

interface SpawnOptions extends WorkerFlags {
  count?: string;
  mode?: string;
}

const MODES = Object.values(SpawnMode);

export const define: DefineCommand = (command, handle) => {
  addWorkerOptions(command)
    .option('--count <n>', 'how many (default 1); with --name they are called <name>-1, <name>-2, …')
    .option('--mode <mode>', `${MODES.join(', ')} (default ${SpawnMode.SUBPROCESS})`)
    .description('Start worker processes. They go on when this command has ended: see workers and stop.')
    .action(handle(spawnWorkers));
};

async function spawnWorkers(call: CommandCall<SpawnOptions>): Promise<CommandResult> {
  const { count, mode, name } = call.options;
  const settings = workerSettings(call.options, call.io.environment);
  const total = wholeNumber(count ?? '1', '--count', 1, 100);
  const usesLlm = settings.engines.includes('llm');
  const provider = usesLlm ? settings.provider : undefined;
  const engine = settings.engines.length === 1 ? settings.engines[0] : undefined;
  const spawnMode = checkOneOf(mode ?? SpawnMode.SUBPROCESS, '--mode', MODES);
  await using spawner = await openSpawner(call);
  call.progress(`starting ${total === 1 ? 'a worker' : `${total} workers`}`);
  const starts = Array.from({ length: total }, (_, index) => {
    const request = { ...requestOf(settings, call), mode: spawnMode, useLlm: usesLlm, provider, engine };
    return spawner.spawnWorker(
      name === undefined ? request : { ...request, name: total === 1 ? name : `${name}-${index + 1}` },
    );
  });
  const [{ tellOfHeldGrants }, { failover }] = await Promise.all([
    import('@agentcoord/client'),
    call.connect(),
  ]);
  // A worker has joined once it holds its name.
  const workers = await tellOfHeldGrants({ failover, tell: call.note }, () => allStarted(starts));
  return { data: { workers }, text: () => renderWorkers(workers, call.paint) };
}

function requestOf(settings: WorkerSettings, call: CommandCall<SpawnOptions>): SpawnRequest {
  const { tags, capabilities, maxTasks, model, transcripts, unsafeNoSandbox } = settings;
  const environment =
    transcripts === undefined ? undefined : { [TRANSCRIPTS_VARIABLE]: resolve(call.cwd, transcripts) };
  const { agent: parent, signal } = call;
  return { tags, capabilities, maxTasks, model, environment, parent, signal, unsafeNoSandbox };
}

/** Waits for all, so that a failure leaves nothing half-started; those that run stay, and the error says how many. */
async function allStarted(starts: ReadonlyArray<Promise<SpawnedWorker>>): Promise<SpawnedWorker[]> {
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
