import type { Command } from 'commander';
import { wholeNumber } from '../input/parse.js';
import { TRANSCRIPTS_VARIABLE, type WorkerSettings, workerSettings } from '../worker/worker-options.js';
import { dollarsOf } from './run-budget.js';

/** Of every command that lets workers do a set of tasks. */
export interface RunFlags {
  maxWorkers?: string;
  budget?: string;
  provider?: string;
  model?: string;
  transcripts?: string;
  unsafeNoSandbox?: boolean;
}

export interface RunSettings {
  maxWorkers: number;
  /** Dollars. */
  budget: number | undefined;
  worker: Pick<WorkerSettings, 'provider' | 'model' | 'transcripts' | 'unsafeNoSandbox'>;
}

export function addRunOptions(command: Command, defaults: { workers: number }): Command {
  return command
    .option('--max-workers <n>', `how many workers at once (default ${defaults.workers})`)
    .option('--budget <dollars>', 'what all of it may cost at most (default: as configured)')
    .option('--provider <provider>', 'anthropic, openai or replay (default: the one that has a key)')
    .option('--model <model>', 'a model of the provider')
    .option('--transcripts <path>', `what the provider replay answers (default: ${TRANSCRIPTS_VARIABLE})`)
    .option('--unsafe-no-sandbox', 'run the commands of the models without a sandbox, with all your rights');
}

export function runSettings(
  flags: RunFlags,
  environment: Readonly<Record<string, string | undefined>>,
  defaults: { workers: number },
): RunSettings {
  const { provider, model, transcripts, unsafeNoSandbox } = flags;
  const worker = workerSettings({ llm: true, provider, model, transcripts, unsafeNoSandbox }, environment);
  return {
    maxWorkers: wholeNumber(flags.maxWorkers ?? String(defaults.workers), '--max-workers', 1, 64),
    budget: flags.budget === undefined ? undefined : dollarsOf(flags.budget, '--budget'),
    worker,
  };
}
