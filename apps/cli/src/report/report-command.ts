import { resolve } from 'node:path';
import { AgentCoordError } from '@agentcoord/core';
import type { CommandCall, CommandResult, DefineCommand } from '../command-context.js';
import { timeOf } from '../input/audit-filter.js';
import { plain } from '../output/plain.js';
import { reportText } from './report-text.js';

interface ReportFlags {
  html?: string;
  force?: boolean;
  since?: string;
  until?: string;
}

export const define: DefineCommand = (command, handle) => {
  command
    .description(
      'What happened, for those who were not there: agents and tasks over time, lock contention, throughput,\n' +
        'costs, approvals and decisions. Without --html a summary; --json gives all of it.',
    )
    .option('--html <file>', 'write one page that needs nothing else, to open, mail or keep')
    .option('--force', 'replace the file even if it is no report')
    .option('--since <time>', "not older: '2h' ago, or an ISO 8601 time")
    .option('--until <time>', 'not newer: likewise')
    .action(handle(makeReport));
};

async function makeReport(call: CommandCall<ReportFlags>): Promise<CommandResult> {
  const { html, force, since, until } = call.options;
  const [client, { collectReport, renderReport, writeReportFile }] = await Promise.all([
    call.connect(),
    import('@agentcoord/report'),
  ]);
  const { storage, configuration } = client;
  const now = await storage.now();
  const window = {
    ...(since === undefined ? {} : { since: timeOf(since, '--since', now) }),
    ...(until === undefined ? {} : { until: timeOf(until, '--until', now) }),
  };
  if (window.since !== undefined && window.since > (window.until ?? now)) throw emptyWindow();
  const report = await collectReport({
    storage,
    namespace: configuration.namespace,
    ...window,
    approvals: await client.approvals.list(),
    signal: call.signal,
  });
  if (html === undefined) return { data: { report }, text: () => reportText(report, call.paint) };
  const file = resolve(call.cwd, html);
  await writeReportFile(file, renderReport(report), { force: force === true });
  return { data: { file, report }, text: plain`Wrote ${file}. It needs nothing else: open it in a browser.` };
}

function emptyWindow(): AgentCoordError {
  return new AgentCoordError(
    'invalid_argument',
    'Nothing can lie between --since and --until: the first is later than the second. Give an earlier --since.',
    { data: { field: '--since', expected: 'a time before --until' } },
  );
}
