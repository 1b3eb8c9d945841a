import type { ScalingRound } from '@agentcoord/orchestrator';
import { plain } from './plain.js';

/** For people: what each pool has and why, and what was done about it. */
export function describeRound(round: ScalingRound): string {
  const { pools, started, retired, failures, crashed, role, leader } = round;
  return [
    ...pools.map(({ explanation }) => plain`${explanation}`),
    ...(role === 'standby' ? [plain`Another autoscaler acts: ${leader}.`] : []),
    ...(role === 'dry-run' ? ['Nothing was done: this is a dry run.'] : []),
    ...(started.length > 0 ? [plain`  started: ${started.join(', ')}`] : []),
    ...(retired.length > 0 ? [plain`  asked to leave when they have no task: ${retired.join(', ')}`] : []),
    ...crashed.map(({ name, code, signal, logFile }) => {
      const how = signal === undefined ? `exit code ${code ?? 'unknown'}` : `signal ${signal}`;
      return plain`  ${name} ended badly (${how}): see ${logFile}`;
    }),
    ...failures.map(({ message }) => plain`  could not start one: ${message}`),
  ].join('\n');
}

/** What must have changed for a round to be worth a line. */
export function roundMark({
  pools,
  role,
  leader,
  started,
  retired,
  failures,
  crashed,
}: ScalingRound): string {
  const acted = started.length + retired.length + failures.length + crashed.length > 0;
  const codes = pools.map(({ target, reasons }) => [target, reasons.map(({ code }) => code)]);
  return JSON.stringify([role, leader, codes, acted ? [started, retired, failures.length, crashed] : []]);
}

export function roundData({ failures, ...round }: ScalingRound): object {
  return { ...round, failures: failures.map(({ code, message }) => ({ code, message })) };
}
