import type { EntryFilter } from '@agentcoord/audit';
import { AgentCoordError, durationMs } from '@agentcoord/core';
import type { Command } from 'commander';
import type { CommandCall } from '../command-context.js';

export interface AuditFilterFlags {
  by?: string;
  type?: string;
  since?: string;
  until?: string;
}

export function addAuditFilter(command: Command): Command {
  return command
    .option('--by <agent>', 'only entries of this agent (as --agent, which acts as nobody here)')
    .option('--type <type>', 'only entries of this type')
    .option('--since <time>', "not older: '2h' ago, or an ISO 8601 time")
    .option('--until <time>', 'not newer: likewise');
}

/** @param now of the storage's clock, which the entries have as well. */
export function auditFilterOf({ options }: CommandCall<AuditFilterFlags>, now: number): EntryFilter {
  const { type, since, until } = options;
  const agent = options.by ?? options.agent;
  return {
    ...(agent === undefined ? {} : { agent }),
    ...(type === undefined ? {} : { type }),
    ...(since === undefined ? {} : { since: timeOf(since, '--since', now) }),
    ...(until === undefined ? {} : { until: timeOf(until, '--until', now) }),
  };
}

export function timeOf(text: string, field: string, now: number): number {
  if (/^\d{4}-\d{2}-\d{2}/.test(text)) {
    const at = Date.parse(text);
    if (Number.isFinite(at)) return at;
  } else if (/^\d+(\.\d+)?\s*(ms|s|m|h|d)$/.test(text.trim())) return now - durationMs(text, field);
  throw new AgentCoordError(
    'invalid_argument',
    `${field} must be a time such as '2h' (ago) or '2026-01-31T12:00:00Z'; got ${JSON.stringify(text)}.`,
    { data: { field, expected: "'2h' or an ISO 8601 time" } },
  );
}
