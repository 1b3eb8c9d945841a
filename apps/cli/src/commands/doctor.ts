import { homedir } from 'node:os';
import { describeThrown } from '@agentcoord/core';
import type { CommandCall, CommandResult, DefineCommand } from '../command-context.js';
import { nodeVersion } from '../doctor/checks/node-version.js';
import type { Finding } from '../doctor/finding.js';
import { brokenConfiguration, localFindings } from '../doctor/local-findings.js';
import { storeFindings } from '../doctor/store-findings.js';
import { EXIT } from '../output/exit-codes.js';
import { plain } from '../output/plain.js';

interface DoctorOptions {
  fix?: boolean;
}

export const define: DefineCommand = (command, handle) => {
  command
    .description(
      'Check Node, the store, permissions, keys, the sandbox, git, hooks and MCP servers, and name what is wrong, why it\n' +
        'matters and the command that mends it. Exits 1 when something is an error; warnings alone exit 0.',
    )
    .option('--fix', 'mend what can be mended without losing anything, and look again')
    .action(handle(doctor));
};

interface Diagnosis {
  namespace?: string;
  store?: { kind: string; address: string };
  findings: Finding[];
}

async function doctor(call: CommandCall<DoctorOptions>): Promise<CommandResult> {
  let diagnosis = await diagnose(call);
  const mended: string[] = [];
  if (call.options.fix) {
    for (const { what, mend, severity } of diagnosis.findings) {
      if (mend === undefined || severity === 'ok') continue;
      try {
        await mend();
        mended.push(what);
      } catch (error) {
        call.note(`Not mended: ${what} ${describeThrown(error)}`);
      }
    }
    if (mended.length > 0) diagnosis = await diagnose(call);
  }
  const { namespace, store, findings } = diagnosis;
  const count = (severity: Finding['severity']): number =>
    findings.filter((finding) => finding.severity === severity).length;
  const [errors, warnings] = [count('error'), count('warning')];
  const shown = findings.map(({ mend, ...finding }) =>
    mend === undefined ? finding : { ...finding, canBeMended: true },
  );
  return {
    data: { namespace, store, errors, warnings, mended, findings: shown },
    text: () =>
      [
        ...mended.map((what) => plain`mended   ${what}`),
        ...findings.flatMap((finding) => lines(finding, call)),
        '',
        summary(errors, warnings, findings),
      ].join('\n'),
    exitCode: errors > 0 ? EXIT.failed : EXIT.ok,
  };
}

async function diagnose(call: CommandCall): Promise<Diagnosis> {
  const { resolveConfiguration } = await import('@agentcoord/client');
  const { namespace: named, home, redis: redisUrl, fallback } = call.options;
  const { environment } = call.io;
  const configuration = await resolveConfiguration({
    cwd: call.cwd,
    environment,
    flags: { namespace: named, home, redisUrl, fallback },
  }).catch((error: unknown) => brokenConfiguration(error));
  if ('check' in configuration) return { findings: [nodeVersion(), configuration] };
  const { address, findings } = await storeFindings(configuration, call);
  const local = await localFindings({
    cwd: call.cwd,
    environment,
    home: environment.HOME || homedir(),
    signal: call.signal,
    configuration,
  });
  return {
    namespace: configuration.namespace,
    store: { kind: configuration.redis ? 'redis' : 'file', address },
    findings: [nodeVersion(), ...findings, ...local],
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

function summary(errors: number, warnings: number, findings: readonly Finding[]): string {
  if (errors + warnings === 0) return 'Nothing is wrong.';
  const isMendable = findings.some(({ mend }) => mend !== undefined);
  return `${errors} errors, ${warnings} warnings.${isMendable ? " 'agentcoord doctor --fix' mends some of it." : ''}`;
}
