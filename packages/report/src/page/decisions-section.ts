import type { Approval } from '@agentcoord/approvals';
import type { DecisionStory, Report } from '../report.js';
import { type Html, html } from './html.js';
import { stateMark } from './state-mark.js';
import { table } from './table.js';
import { counted, grouped, timeText } from './words.js';

/** Who asked for what and who decided, as this reader's keys judge it. */
export function approvalsSection({ approvals }: Report): Html {
  return html`<section aria-labelledby="approvals">
<h2 id="approvals">Approvals</h2>
${approvals.length === 0 ? html`<p>Nobody asked for one.</p>` : table(approvals, APPROVALS, 'Requests for approval')}
</section>`;
}

export function decisionsSection({ decisions, decisionsLeftOut, decisionsArchived }: Report): Html {
  return html`<section aria-labelledby="decisions">
<h2 id="decisions">Decisions</h2>
<p>From the audit log. That nobody changed it is what <code>agentcoord audit verify</code> says, not this page.</p>
${decisions.length === 0 ? html`<p>There are none.</p>` : table(decisions, DECISIONS, 'Entries of the audit log')}
${decisionsLeftOut > 0 ? html`<p class="note">${grouped(decisionsLeftOut)} older ones are left out.</p>` : undefined}
${decisionsArchived > 0 ? html`<p class="note">${counted(decisionsArchived, 'older entry', 'older entries')} of the audit log lie in its archive and are not shown: agentcoord audit export.</p>` : undefined}
</section>`;
}

const APPROVALS = [
  { title: 'Action', cell: ({ action, description }: Approval) => html`${action}${small(description)}` },
  {
    title: 'State',
    cell: ({ status, warnings }: Approval) =>
      html`${stateMark(status)}${warnings.map((warning) => html`<small class="trouble">${warning}</small>`)}`,
  },
  { title: 'Asked by', cell: ({ requestedBy }: Approval) => requestedBy },
  { title: 'Asked at', cell: ({ requestedAt }: Approval) => timeText(requestedAt) },
  { title: 'Decided by', cell: ({ by, reason }: Approval) => html`${by}${small(reason)}` },
  {
    title: 'Decided at',
    cell: ({ decidedAt }: Approval) => (decidedAt === undefined ? '' : timeText(decidedAt)),
  },
];

const DECISIONS = [
  { title: 'At (UTC)', cell: ({ at }: DecisionStory) => timeText(at) },
  { title: 'Type', cell: ({ type }: DecisionStory) => html`<code>${type}</code>` },
  { title: 'What', cell: ({ context, reason }: DecisionStory) => html`${context}${small(reason)}` },
  { title: 'By', cell: ({ author }: DecisionStory) => author },
];

function small(text: string | undefined): Html | undefined {
  return text === undefined || text === '' ? undefined : html`<small>${text}</small>`;
}
