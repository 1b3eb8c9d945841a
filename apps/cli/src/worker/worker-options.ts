import { AgentCoordError, checkOneOf } from '@agentcoord/core';
import type { Command } from 'commander';
import { bothSpellings, collect, wholeNumber } from '../input/parse.js';

export interface WorkerFlags {
  name?: string;
  tag?: string[];
  tags?: string[];
  capabilities?: string[];
  engine?: string[];
  llm?: boolean;
  provider?: string;
  model?: string;
  transcripts?: string;
  unsafeNoSandbox?: boolean;
  maxTasks?: string;
  concurrency?: string;
  untilIdle?: boolean;
  parent?: string;
}

const ENGINES = ['command', 'llm'] as const;
const PROVIDERS = ['replay', 'anthropic', 'openai'] as const;

/** Everything a worker is told, checked. */
export interface WorkerSettings {
  name: string | undefined;
  tags: string[];
  capabilities: string[];
  engines: ReadonlyArray<(typeof ENGINES)[number]>;
  provider: (typeof PROVIDERS)[number];
  model: string | undefined;
  transcripts: string | undefined;
  unsafeNoSandbox: boolean;
  maxTasks: number | undefined;
  concurrency: number;
  untilIdle: boolean;
  parent: string | undefined;
}

/** How `spawn` hands the file over: a worker's arguments are names and numbers only. */
export const TRANSCRIPTS_VARIABLE = 'AGENTCOORD_TRANSCRIPTS';

export function addWorkerOptions(command: Command): Command {
  return command
    .option('--name <name>', 'name of the agent (default: a new one)')
    .option('--tags <tags>', 'claim only tasks that share one of these (a,b; repeatable)', collect)
    .option('--capabilities <names>', 'what it can do, for tasks that require it (a,b; repeatable)', collect)
    .option('--engine <engine>', 'command, llm or both (default: command; with --llm both)', collect)
    .option('--llm', 'work with a language model')
    .option('--provider <provider>', 'anthropic, openai or replay (default: the one that has a key)')
    .option('--model <model>', 'a model of the provider')
    .option('--transcripts <path>', `what the provider replay answers (default: ${TRANSCRIPTS_VARIABLE})`)
    .option('--unsafe-no-sandbox', 'run the commands of the model without a sandbox, with all your rights')
    .addOption(command.createOption('--tag <tag>').argParser(collect).hideHelp())
    .option('--max-tasks <n>', 'leave after this many tasks');
}

export function workerSettings(
  flags: WorkerFlags,
  environment: Readonly<Record<string, string | undefined>>,
): WorkerSettings {
  const transcripts = flags.transcripts ?? (environment[TRANSCRIPTS_VARIABLE] || undefined);
  const provider = checkOneOf(
    flags.provider ?? (flags.transcripts ? 'replay' : providerWithKey(environment)),
    '--provider',
    PROVIDERS,
  );
  const engines = enginesOf(flags);
  if (provider === 'replay' && engines.includes('llm') && transcripts === undefined) throw noTranscripts();
  return {
    name: flags.name,
    tags: bothSpellings(flags) ?? [],
    capabilities: flags.capabilities ?? [],
    engines,
    provider,
    model: flags.model,
    transcripts,
    unsafeNoSandbox: flags.unsafeNoSandbox === true,
    maxTasks:
      flags.maxTasks === undefined ? undefined : wholeNumber(flags.maxTasks, '--max-tasks', 1, 1_000_000),
    concurrency: wholeNumber(flags.concurrency ?? '1', '--concurrency', 1, 100),
    untilIdle: flags.untilIdle === true,
    parent: flags.parent,
  };
}

function enginesOf({ engine, llm, provider }: WorkerFlags): WorkerSettings['engines'] {
  if (engine) return [...new Set(engine.map((name) => checkOneOf(name, '--engine', ENGINES)))];
  return llm || provider !== undefined ? ENGINES : ['command'];
}

function providerWithKey(environment: Readonly<Record<string, string | undefined>>): string {
  const hasAnthropic = environment.ANTHROPIC_API_KEY || environment.ANTHROPIC_AUTH_TOKEN;
  const hasOpenAi = environment.OPENAI_API_KEY || environment.OPENAI_BASE_URL;
  return !hasAnthropic && hasOpenAi ? 'openai' : 'anthropic';
}

function noTranscripts(): AgentCoordError {
  return new AgentCoordError(
    'invalid_argument',
    `--provider replay needs transcripts: --transcripts <path>, or ${TRANSCRIPTS_VARIABLE}.`,
    { data: { field: '--transcripts' } },
  );
}
