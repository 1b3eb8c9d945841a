import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { CommandCall, CommandResult, DefineCommand } from '../command-context.js';
import { claimableTasks } from '../doctor/checks/claimable-tasks.js';
import { nodeVersion } from '../doctor/checks/node-version.js';
import { addFailoverFindings } from '../doctor/failover-findings.js';
import { fileFindings } from '../doctor/file-findings.js';
import type { Finding } from '../doctor/finding.js';
import { redisFindings } from '../doctor/redis-findings.js';
import { EXIT } from '../output/exit-codes.js';
import { plain } from '../output/plain.js';

export const define: DefineCommand = (command, handle) => {
  command
    .description(
      'Check Node and the store in use, and name what is wrong, why it matters and the command that mends it.\n' +
        'Exits 1 when something is an error; warnings alone exit 0.',
    )
    .action(handle(doctor));
};

/** Where it is, the store of this host is there already. */
const STORE_FILE = 'agentcoord.db';

async function doctor(call: CommandCall): Promise<CommandResult> {
  const { resolveConfiguration } = await import('@agentcoord/client');
  const { namespace: named, home, redis: redisUrl, fallback } = call.options;
  const configuration = await resolveConfiguration({
    cwd: call.cwd,
    environment: call.io.environment,
    flags: { namespace: named, home, redisUrl, fallback },
  });
  const { redis, namespace, fallback: fallbackSetting } = configuration;
  const { address, findings, isThere } = redis
    ? await redisFindings({ namespace, url: redis.reveal(), signal: call.signal })
    : await fileFindings(configuration, () => call.look());
  const isKnownHere = redis !== undefined && existsSync(join(configuration.storeFolder, STORE_FILE));
  const all = [nodeVersion(), ...findings];
  // To open a namespace that is not there would make it.
  if (redis && (isThere || (isKnownHere && fallbackSetting !== 'off')))
    await addFailoverFindings(all, { configuration, open: () => call.look() });
  if (isThere && !all.some(({ severity }) => severity === 'error'))
    all.push(await claimableTasks(await call.look()));
  const count = (severity: Finding['severity']): number =>
    all.filter((finding) => finding.severity === severity).length;
  const [errors, warnings] = [count('error'), count('warning')];
  return {
    data: { namespace, store: { kind: redis ? 'redis' : 'file', address }, errors, warnings, findings: all },
    text: () => [...all.flatMap((finding) => lines(finding, call)), '', summary(errors, warnings)].join('\n'),
    exitCode: errors > 0 ? EXIT.failed : EXIT.ok,
  };
}

function lines({ check, severity, what, why, fix }: Finding, { paint }: CommandCall): string[] {
  const colour = severity === 'error' ? paint.bad : severity === 'warning' ? paint.warning : paint.good;
  const indent = ' '.repeat(9);
  return [
    `${colour(severity.padEnd(7))}  ${plain`${check}: ${what}`}`,
    ...(why === undefined ? [] : [`${indent}${plain`${why}`}`]),
    ...(fix === undefined ? [] : [`${indent}mend it: ${plain`${fix}`}`]),
  ];
}

function summary(errors: number, warnings: number): string {
  if (errors + warnings === 0) return 'Nothing is wrong.';
  return `${errors} errors, ${warnings} warnings.`;
}
