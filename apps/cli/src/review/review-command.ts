import { checkOneOf } from '@agentcoord/core';
import { openWorkspace, SEVERITIES, type Severity } from '@agentcoord/llm-worker';
import {
  costsOf,
  gravity,
  holdRun,
  LEADS,
  type Lead,
  openReviewRecord,
  type ReviewReport,
  reportReview,
  reviewTasks,
} from '@agentcoord/orchestrator';
import type { CommandCall, CommandResult, DefineCommand } from '../command-context.js';
import { collect } from '../input/parse.js';
import { EXIT } from '../output/exit-codes.js';
import { carryOut } from '../team-run/carry-out.js';
import { giveUpRun } from '../team-run/give-up-run.js';
import { addRunOptions, type RunFlags, runSettings } from '../team-run/run-options.js';
import { renderReview } from './review-text.js';
import { reviewedPath, reviewIdOf, treeState } from './reviewed-tree.js';
import { writeReview } from './write-review.js';

export interface ReviewOptions extends RunFlags {
  lead?: string[];
  out?: string;
  failOn?: string;
  fresh?: boolean;
}

const DEFAULTS = { workers: LEADS.length };

export const define: DefineCommand = (command, handle) => {
  addRunOptions(
    command.argument('[path]', 'a file or folder of the repository (default: all of it)'),
    DEFAULTS,
  )
    .option('--lead <lead>', `only this one: ${LEADS.join(', ')} (a,b; repeatable)`, collect)
    .option('--out <folder>', 'where the reports go (default: beside the logs)')
    .option('--fail-on <severity>', `exit 1 for a finding that is at least ${SEVERITIES.join(', ')}`)
    .option('--fresh', 'review again what has been reviewed as it is now')
    .description(
      'Six specialised leads read the repository at the same time, each in its own field, and change nothing. Their\n' +
        'reports and one without repeats are written as Markdown and SARIF. Interrupted or killed, the same\n' +
        'command goes on where it was.',
    )
    .action(handle(review));
};

async function review(call: CommandCall<ReviewOptions>, path?: string): Promise<CommandResult> {
  const settings = runSettings(call.options, call.io.environment, DEFAULTS);
  const leads = leadsOf(call.options.lead);
  const failOn =
    call.options.failOn === undefined ? undefined : checkOneOf(call.options.failOn, '--fail-on', SEVERITIES);
  const client = await call.connect();
  const { root } = client.repository;
  const folder = await reviewedPath(root, call.cwd, path);
  const tree = await treeState(root);
  const id = reviewIdOf({ tree: tree.hash, path: folder, leads });
  await using lease = await holdRun(client.storage, { id, what: 'this review', signal: call.signal });
  const { record, resumed } = await openReviewRecord(client.storage, {
    id,
    path: folder,
    leads,
    ...(tree.commit !== undefined && { commit: tree.commit }),
    now: await client.storage.now(),
    fresh: call.options.fresh === true,
    giveUp: ({ run: tag }) =>
      giveUpRun(call, { client, settings, run: { tag, id }, reason: 'a fresh review has taken its place' }),
  });
  if (resumed)
    call.note('this state of the repository has a review already; it goes on (--fresh begins another)');
  const tasks = await carryOut(call, {
    client,
    run: { tag: record.run, id },
    tasks: reviewTasks(record),
    settings,
    lost: lease.signal,
  });
  const costs = await costsOf(client.storage, new Set(tasks.map((task) => task.id)), record.startedAt);
  const workspace = await openWorkspace(root);
  const endedAt = await client.storage.now();
  const report = await reportReview({ record, tasks, costs, workspace, endedAt });
  const files = await writeReview(report, {
    configuration: client.configuration,
    cwd: call.cwd,
    out: call.options.out,
  });
  return {
    data: { ...report, files },
    text: () => renderReview(report, files, call.paint),
    exitCode: !report.complete || isTooGrave(report, failOn) ? EXIT.failed : EXIT.ok,
  };
}

/** In their own order, so that the same leads are the same review. */
function leadsOf(named: readonly string[] | undefined): Lead[] {
  if (!named) return [...LEADS];
  const wanted = named.map((name) => checkOneOf(name, '--lead', LEADS));
  return LEADS.filter((lead) => wanted.includes(lead));
}

function isTooGrave({ findings }: ReviewReport, severity: Severity | undefined): boolean {
  return severity !== undefined && findings.some((finding) => gravity(finding) <= gravity({ severity }));
}
