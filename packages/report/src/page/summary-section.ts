import type { Report } from '../report.js';
import { type Html, html } from './html.js';
import { counted, dollars, duration, grouped, timeMark } from './words.js';

/** What somebody who reads only the first screen should know. */
export function summarySection(report: Report): Html {
  const { counts, tasks, agents, locks, costs } = report;
  const contended = locks.reduce((sum, lock) => sum + lock.contended, 0);
  const waitedMs = locks.reduce((sum, lock) => sum + lock.waitedMs, 0);
  const pending = report.approvals.filter(({ status }) => status === 'pending').length;
  return html`<section aria-labelledby="summary">
<h2 id="summary" class="unseen">In short</h2>
<dl class="tiles">
${tile('Tasks completed', html`<b data-figure="completed">${grouped(counts.completed)}</b> of <span data-figure="tasks">${grouped(tasks.length)}</span>`, shareOf(report))}
${tile('Failed for good', html`<b data-figure="failed">${grouped(counts.failed)}</b>`, `${counted(tasks.filter(({ attempts }) => attempts > 1).length, 'task')} needed more than one attempt`, counts.failed > 0 ? 'bad' : undefined)}
${tile('Agents', html`<b data-figure="agents">${grouped(agents.length)}</b>`, `${duration(agents.reduce((sum, agent) => sum + agent.workedMs, 0))} of work`)}
${tile('Locks waited for', html`<b data-figure="contended">${grouped(contended)}</b>`, `${duration(waitedMs)} of waiting`)}
${tile('Model costs', html`<b data-figure="cost">${costs.total.calls === 0 ? 'none' : dollars(costs.total.costUsd)}</b>`, costNote(report))}
${tile('Approvals', html`<b data-figure="approvals">${grouped(report.approvals.length)}</b>`, pending === 0 ? 'none waits' : `${counted(pending, 'waits', 'wait')} for a decision`, pending > 0 ? 'warn' : undefined)}
</dl>
${forgottenNote(report)}
</section>`;
}

function tile(title: string, value: Html, note: string, tone?: string): Html {
  return html`<div class="tile" data-tone="${tone ?? 'quiet'}"><dt>${title}</dt><dd>${value}<small>${note}</small></dd></div>`;
}

function shareOf({ counts }: Report): string {
  const left = counts.ready + counts.claimed + counts.scheduled + counts.blocked;
  const parts = [
    ...(left > 0 ? [`${grouped(left)} not ended`] : []),
    ...(counts.cancelled > 0 ? [`${grouped(counts.cancelled)} cancelled`] : []),
  ];
  return parts.length === 0 ? 'all have ended' : parts.join(', ');
}

function costNote({ costs: { total } }: Report): string {
  const unpriced = total.unpricedCalls > 0 ? `, ${grouped(total.unpricedCalls)} without a price` : '';
  return `${counted(total.calls, 'call')}${unpriced}`;
}

/** What is missing is said before anything is shown. */
function forgottenNote({ forgotten }: Report): Html | undefined {
  if (forgotten === undefined) return undefined;
  const from =
    forgotten.keptFromAt === undefined
      ? undefined
      : html` What claims, locks and waiting show begins at ${timeMark(forgotten.keptFromAt)} UTC.`;
  return html`<p class="warning" role="note"><b>The beginning is gone.</b> The store keeps about 100 000 events; ${counted(forgotten.events, 'event')} before these ${forgotten.events === 1 ? 'is' : 'are'} no longer there.${from} Tasks, costs and approvals are whole.</p>`;
}
