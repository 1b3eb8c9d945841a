import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { AgentCoordError, checkName, checkText, describeThrown, redact } from '@agentcoord/core';
import type { Fallback } from '@agentcoord/storage-failover';
import { type AutoApproveSetting, checkAutoApprove, checkOperatorKeys } from './approval-settings.js';
import { type AutoscaleSetting, checkAutoscale } from './autoscale-setting.js';
import { checkDashboard, type DashboardSetting } from './dashboard-setting.js';
import { checkFallback, checkFallbackTimes, type FallbackTimes } from './fallback.js';
import { checkHooks, type HooksSetting } from './hooks-setting.js';
import { checkSpawn, type SpawnSetting } from './spawn-setting.js';
import { type BudgetSetting, checkBudgets, checkPricesFile } from './spending-settings.js';
import { checkWorkspace, type WorkspaceSetting } from './workspace-setting.js';

export const CONFIG_FILE = join('.agentcoord', 'config.json');

/** The committed configuration of a repository. */
export interface ConfigFile {
  namespace?: string;
  redisUrl?: string;
  /** When the store of a host may decide although Redis is configured: `auto`, `single-host` or `off`. */
  fallback?: Fallback;
  fallbackTimes?: FallbackTimes;
  /** Public keys of those whose decisions count: with at least one, unsigned decisions do not. */
  operatorKeys?: string[];
  /** Approved without a person; each is shown as who decided, and audited. */
  autoApprove?: AutoApproveSetting[];
  /** What LLM workers may spend. */
  budgets?: BudgetSetting;
  /** Where each task of an LLM worker works, and whether it is committed. */
  workspace?: WorkspaceSetting;
  /** Where spawned workers run: the images, the network, the project. */
  spawn?: SpawnSetting;
  /** How `agentcoord hook` and the git guard behave. */
  hooks?: HooksSetting;
  /** What `agentcoord autoscale` does unless a flag says otherwise. */
  autoscale?: AutoscaleSetting;
  /** How the dashboard looks. */
  dashboard?: DashboardSetting;
  /** A file of prices that replace or add to those that came with this version, relative to the repository. */
  prices?: string;
}

const CHECKS: { [Key in keyof Required<ConfigFile>]: (value: unknown) => Required<ConfigFile>[Key] } = {
  namespace: (value) => checkName(value, 'namespace'),
  redisUrl: (value) => checkText(value, 'redisUrl', { maxLength: 2_048 }),
  fallback: (value) => checkFallback(value, 'fallback'),
  fallbackTimes: checkFallbackTimes,
  operatorKeys: checkOperatorKeys,
  autoApprove: checkAutoApprove,
  budgets: checkBudgets,
  workspace: checkWorkspace,
  spawn: checkSpawn,
  hooks: checkHooks,
  autoscale: checkAutoscale,
  dashboard: checkDashboard,
  prices: checkPricesFile,
};

/**
 * Reads `.agentcoord/config.json`; none is the same as an empty one.
 * Fails closed: with a key it does not know it cannot tell what its author wanted, so nothing runs.
 * @throws `misconfigured` with `data.key` and `data.file`.
 */
export async function readConfigFile(root: string): Promise<ConfigFile> {
  const file = join(root, CONFIG_FILE);
  const text = await readText(file);
  if (text === undefined) return {};
  const values = parseObject(text, file);
  const config: ConfigFile = {};
  for (const [key, value] of Object.entries(values)) {
    if (!isKnown(key))
      throw problem(file, key, `it is not a known key (known: ${Object.keys(CHECKS).join(', ')})`);
    try {
      Object.assign(config, { [key]: CHECKS[key](value) });
    } catch (error) {
      throw problem(file, key, redact(describeThrown(error)), error);
    }
  }
  return config;
}

function isKnown(key: string): key is keyof ConfigFile {
  return Object.hasOwn(CHECKS, key);
}

async function readText(file: string): Promise<string | undefined> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    if (code === 'ENOENT' || code === 'ENOTDIR') return undefined;
    throw problem(file, '', `it cannot be read: ${describeThrown(error)}`, error);
  }
}

function parseObject(text: string, file: string): Record<string, unknown> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    // The parser quotes the text around the mistake, and that may be a password.
    throw problem(file, '', 'it is not valid JSON', undefined, positionIn(describeThrown(error)));
  }
  if (typeof value === 'object' && value !== null && !Array.isArray(value))
    return Object.fromEntries(Object.entries(value));
  throw problem(file, '', 'it must hold one JSON object, such as {"namespace": "my-project"}');
}

function positionIn(message: string): string {
  const position = /(?:at position \d+|line \d+ column \d+).*$/.exec(message);
  return position ? ` (${position[0]})` : '';
}

function problem(file: string, key: string, why: string, cause?: unknown, where = ''): AgentCoordError {
  const what = key
    ? `The key ${JSON.stringify(key)} in ${file} is wrong`
    : `The configuration ${file} is wrong`;
  return new AgentCoordError(
    'misconfigured',
    `${what}: ${why.replace(/\.$/, '')}${where}. Correct or remove it.`,
    {
      data: { file, ...(key ? { key } : {}) },
      cause,
    },
  );
}
