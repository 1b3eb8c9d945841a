import { formatDuration } from '@agentcoord/core';
import type { BuildReport, BuiltTask } from './build-report.js';
import { estimateText } from './estimate-text.js';
import type { CheckResult } from './final-check.js';
import { block, code, inline, quote } from './markdown-text.js';

/** The report as a file for people. Words of models in it are escaped, and marked as theirs. */
export function buildMarkdown(report: BuildReport): string {
  const { specification, tasks, check, completed, planner } = report;
  const others = tasks.filter(({ state }) => state !== 'completed');
  const parts = [
    `# ${inline(specification.title)}`,
    report.ok
      ? `**Built.** All ${tasks.length} tasks are completed${check ? ', and the check passed' : ''}.`
      : `**Not complete.** ${completed} of ${tasks.length} tasks are completed${check && !check.passed ? ', and the check failed' : ''}.`,
    [
      `- Specification: ${code(specification.path)} (SHA-256 ${specification.hash.slice(0, 12)}…)`,
      `- Build: ${code(report.build)}, planned by ${inline(`${planner.provider}/${planner.model}`)}`,
      `- Took ${formatDuration(report.endedAt - report.startedAt)}, cost ${costText(report.costUsd)} and ${report.tokens} tokens, with the planning`,
      `- ${estimateText(report)} The time is from its approval to its end, interruptions among it`,
    ].join('\n'),
    `## The plan, in the words of its planner\n\n${quote(report.summary)}`,
    ...(others.length > 0 ? [`## What is missing\n\n${others.map(missing).join('\n\n')}`] : []),
    `## Check\n\n${checkText(check)}`,
    `## Tasks\n\n${table(tasks)}`,
    ...(completed > 0 ? [`## What was done, in the words of the workers\n\n${words(tasks)}`] : []),
  ];
  return `${parts.join('\n\n')}\n`;
}

function missing({ title, state, attempts, problem, id }: BuiltTask): string {
  const tries = attempts > 0 ? `, ${attempts} ${attempts === 1 ? 'attempt' : 'attempts'}` : '';
  return `**${inline(title)}** (${state}${tries}, ${code(id)})\n\n${block(problem ?? state)}`;
}

function checkText(check: CheckResult | undefined): string {
  if (!check) return 'None: no command was named with `--check`, and there is no `npm test` in package.json.';
  const how =
    check.source === 'operator' ? 'named by the operator' : 'found in package.json, run in the sandbox';
  const head = `${code(check.command)} (${how}) ${check.passed ? 'passed' : 'failed'} after ${formatDuration(check.tookMs)}.`;
  return check.passed
    ? head
    : `${head} ${inline(check.reason ?? '')}${check.output ? `\n\n${block(check.output)}` : ''}`;
}

function table(tasks: readonly BuiltTask[]): string {
  const rows = tasks.map((task) => {
    const files = task.files.map(code).join(', ');
    const lines = `+${task.linesAdded} −${task.linesRemoved}`;
    const commit = task.commit ? code(task.commit.slice(0, 10)) : '';
    const cells = [
      inline(task.title),
      task.state,
      inline(task.worker ?? ''),
      task.attempts,
      costText(task.costUsd),
    ];
    return `| ${[...cells, lines, files.replaceAll('|', '\\|'), commit].join(' | ')} |`;
  });
  return [
    '| Task | State | Worker | Attempts | Cost | Lines | Files | Commit |',
    '| --- | --- | --- | ---: | ---: | ---: | --- | --- |',
    ...rows,
  ].join('\n');
}

function words(tasks: readonly BuiltTask[]): string {
  return tasks
    .filter(({ state }) => state === 'completed')
    .map(({ title, summary }) => `**${inline(title)}**\n\n${quote(summary ?? '')}`)
    .join('\n\n');
}

/** To the cent, and closer where it is less than a dollar. */
function costText(dollars: number | null): string {
  if (dollars === null) return 'unknown';
  return `$${dollars.toFixed(dollars > 0 && dollars < 1 ? 4 : 2)}`;
}
