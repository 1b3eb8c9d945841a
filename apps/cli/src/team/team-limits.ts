import { invalid } from '@agentcoord/core';
import type { TeamLimits } from '@agentcoord/orchestrator';
import type { Command } from 'commander';
import { wholeNumber } from '../input/parse.js';

export interface LimitFlags {
  budgetUsd?: string;
  budgetTokens?: string;
  maxWorkers?: string;
}

export function addLimitOptions(command: Command): Command {
  return command
    .option('--budget-usd <dollars>', 'the most that the team and all below it may spend on models')
    .option('--budget-tokens <n>', 'the same in tokens')
    .option('--max-workers <n>', 'living workers of the team and all below it');
}

export function limitsOf({ budgetUsd, budgetTokens, maxWorkers }: LimitFlags): TeamLimits {
  const usd = budgetUsd === undefined ? undefined : dollars(budgetUsd);
  const tokens =
    budgetTokens === undefined
      ? undefined
      : wholeNumber(budgetTokens, '--budget-tokens', 0, Number.MAX_SAFE_INTEGER);
  const budget = { ...(usd === undefined ? {} : { usd }), ...(tokens === undefined ? {} : { tokens }) };
  return {
    ...(Object.keys(budget).length === 0 ? {} : { budget }),
    ...(maxWorkers === undefined ? {} : { maxWorkers: wholeNumber(maxWorkers, '--max-workers', 0, 10_000) }),
  };
}

function dollars(text: string): number {
  const value = /^\d+(?:\.\d+)?$/.test(text) ? Number(text) : Number.NaN;
  if (value >= 0 && value <= 1_000_000) return value;
  throw invalid('--budget-usd', 'dollars, from 0 to 1000000, such as 2.50', text);
}
