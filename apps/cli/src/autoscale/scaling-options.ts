import { resolve } from 'node:path';
import type { Configuration } from '@agentcoord/client';
import { AgentCoordError } from '@agentcoord/core';
import type { AutoScalingCoordinatorOptions } from '@agentcoord/orchestrator';
import type { Command } from 'commander';
import { wholeNumber } from '../input/parse.js';
import { addLauncherOptions, type LauncherFlags, limitsOf, modeOf } from '../worker/launcher-options.js';
import {
  addWorkerOptions,
  TRANSCRIPTS_VARIABLE,
  type WorkerFlags,
  workerSettings,
} from '../worker/worker-options.js';

export interface ScalingFlags extends WorkerFlags, LauncherFlags {
  minWorkers?: string;
  maxWorkers?: string;
  tasksPerWorker?: string;
  cooldown?: string;
}

export function addScalingOptions(command: Command): Command {
  addLauncherOptions(addWorkerOptions(command))
    .option('--min-workers <n>', 'never fewer (default 0)')
    .option('--max-workers <n>', 'never more, all pools together (default 10)')
    .option('--tasks-per-worker <n>', 'how many tasks ask for one worker (default 5)')
    .option('--cooldown <duration>', 'workers leave when they were not needed for this long (default 1m)');
  const name = command.options.find(({ long }) => long === '--name');
  if (name) name.description = 'of the autoscaler; its workers are called <name>-1, … (default: autoscaler)';
  return command;
}

/** Flag before the key `autoscale` of the configuration file before the default. */
export function scalingOptions(
  flags: ScalingFlags,
  { environment, cwd, autoscale }: Pick<Configuration, 'cwd' | 'autoscale'> & { environment: Environment },
): AutoScalingCoordinatorOptions {
  const { name, tags, capabilities, ...worker } = workerSettings(flags, environment);
  const { interval: _interval, ...inFile } = autoscale;
  const ofFlags = tags.length > 0 || capabilities.length > 0;
  if (ofFlags && inFile.pools) throw poolsTwice();
  const useLlm = worker.engines.includes('llm');
  const limits = limitsOf(flags);
  return {
    ...inFile,
    ...(name === undefined ? {} : { name }),
    ...number(flags.minWorkers, '--min-workers', 'minWorkers'),
    ...number(flags.maxWorkers, '--max-workers', 'maxWorkers'),
    ...number(flags.tasksPerWorker, '--tasks-per-worker', 'tasksPerWorker', 1, 1_000_000),
    ...(flags.cooldown === undefined ? {} : { cooldown: flags.cooldown }),
    ...(ofFlags ? { pools: [{ tags, capabilities }] } : {}),
    spawnMode: modeOf(flags),
    worker: {
      useLlm,
      unsafeNoSandbox: worker.unsafeNoSandbox,
      ...(Object.keys(limits).length === 0 ? {} : { limits }),
      ...(useLlm ? { provider: worker.provider } : {}),
      ...(worker.engines.length === 1 ? { engine: worker.engines[0] } : {}),
      ...(worker.model === undefined ? {} : { model: worker.model }),
      ...(worker.maxTasks === undefined ? {} : { maxTasks: worker.maxTasks }),
      ...(worker.transcripts === undefined
        ? {}
        : { environment: { [TRANSCRIPTS_VARIABLE]: resolve(cwd, worker.transcripts) } }),
    },
  };
}

type Environment = Readonly<Record<string, string | undefined>>;

function number(
  text: string | undefined,
  flag: string,
  key: string,
  least = 0,
  most = 1_000,
): Record<string, number> {
  return text === undefined ? {} : { [key]: wholeNumber(text, flag, least, most) };
}

function poolsTwice(): AgentCoordError {
  return new AgentCoordError(
    'invalid_argument',
    'The configuration file has pools (autoscale.pools), and --tags or --capabilities would be another. Leave one of them out.',
    { data: { field: '--tags' } },
  );
}
