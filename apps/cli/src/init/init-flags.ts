import { checkOneOf, invalid } from '@agentcoord/core';
import type { Command } from 'commander';
import type { GlobalOptions } from '../command-context.js';
import { collect } from '../input/parse.js';
import {
  AGENT_PROGRAMS,
  FIRST_TASKS,
  MODES,
  PROVIDERS,
  type SetupChoices,
  STORES,
  THEMES,
} from './setup-choices.js';

export interface InitFlags {
  wizard?: boolean;
  theme?: string;
  ascii?: boolean;
  store?: string;
  provider?: string;
  model?: string;
  cap?: string;
  mode?: string;
  agents?: string[];
  firstTask?: string;
}

/** One for each step of the wizard. */
export function addInitFlags(command: Command): Command {
  return command
    .option('--wizard', 'ask for each of these, in a terminal')
    .option('--theme <name>', `how the dashboard looks: ${THEMES.join(', ')}`)
    .option('--ascii', 'the dashboard draws with ASCII only')
    .option('--store <store>', `${STORES.join(', ')} (with --redis: which; default: as it is configured)`)
    .option('--provider <provider>', `who answers LLM workers: ${PROVIDERS.join(', ')}`)
    .option('--model <model>', 'a model of the provider')
    .option('--cap <usd>', 'the most that LLM workers may spend a day, in dollars')
    .option('--mode <mode>', `where workers run: ${MODES.join(', ')}`)
    .option('--agents <names>', `set these up: ${AGENT_PROGRAMS.join(', ')} (a,b; repeatable)`, collect)
    .option('--first-task <which>', `${FIRST_TASKS.join(', ')}: have a task done by a worker (default none)`);
}

/** @throws `invalid_argument` naming the flag. */
export function choicesOf(flags: InitFlags & GlobalOptions): SetupChoices {
  const { theme, ascii, store, provider, model, cap, mode, agents, firstTask, redis, namespace } = flags;
  const choices: SetupChoices = {
    ...(theme === undefined ? {} : { theme: checkOneOf(theme, '--theme', THEMES) }),
    ...(ascii === undefined ? {} : { ascii }),
    ...(store === undefined ? {} : { store: checkOneOf(store, '--store', STORES) }),
    ...(namespace === undefined ? {} : { namespace }),
    ...(provider === undefined ? {} : { provider: checkOneOf(provider, '--provider', PROVIDERS) }),
    ...(model === undefined ? {} : { model }),
    ...(cap === undefined ? {} : { capUsd: dollarsOf(cap, '--cap') }),
    ...(mode === undefined ? {} : { mode: checkOneOf(mode, '--mode', MODES) }),
    ...(agents === undefined
      ? {}
      : { agents: agents.map((name) => checkOneOf(name, '--agents', AGENT_PROGRAMS)) }),
    ...(firstTask === undefined ? {} : { firstTask: checkOneOf(firstTask, '--first-task', FIRST_TASKS) }),
  };
  if (choices.store === 'redis' && redis !== undefined && isCommittable(redis)) choices.redisUrl = redis;
  return choices;
}

export function dollarsOf(text: string, field: string): number {
  const usd = /^\d+(\.\d+)?$/.test(text.trim()) ? Number(text) : Number.NaN;
  if (usd >= 0 && usd <= 1_000_000) return usd;
  throw invalid(field, 'dollars, such as 5 or 0.50', text);
}

/** Without a password: what is written into the configuration is committed. */
function isCommittable(url: string): boolean {
  return URL.canParse(url) && new URL(url).password === '' && new URL(url).username === '';
}
