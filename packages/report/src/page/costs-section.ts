import type { CostSum } from '@agentcoord/llm-worker';
import type { Report } from '../report.js';
import { type Html, html } from './html.js';
import { table } from './table.js';
import { counted, dollars, grouped, percent } from './words.js';

/** What the models cost, by who asked and by who was asked. */
export function costsSection({ costs: { agents, models, total } }: Report): Html {
  if (total.calls === 0)
    return html`<section aria-labelledby="costs"><h2 id="costs">Costs</h2><p>No model was asked.</p></section>`;
  const note =
    total.unpricedCalls === 0
      ? undefined
      : html`<p class="note">The price of ${counted(total.unpricedCalls, 'call')} is not known: they cost something, and are in no sum of dollars.</p>`;
  return html`<section aria-labelledby="costs">
<h2 id="costs">Costs</h2>
<p>${counted(total.calls, 'call')} for <b>${dollars(total.costUsd)}</b>, ${grouped(total.inputTokens + total.cacheReadTokens + total.cacheWriteTokens)} tokens in and ${grouped(total.outputTokens)} out.</p>
${note}
<div class="pair"><div><h3>By agent</h3>${costTable(agents, 'Agent')}</div><div><h3>By model</h3>${costTable(models, 'Model')}</div></div>
</section>`;
}

function costTable(sums: readonly CostSum[], who: string): Html {
  const dearest = Math.max(0, ...sums.map(({ costUsd }) => costUsd ?? 0));
  const bar = ({ costUsd }: CostSum): Html =>
    html`<svg class="bar" width="100%" height="10" aria-hidden="true"><rect width="${percent(dearest === 0 ? 0 : (costUsd ?? 0) / dearest)}" height="10" data-tone="busy"/></svg>`;
  return table(
    sums,
    [
      { title: who, cell: ({ name }) => name },
      { title: 'Cost', cell: ({ costUsd }) => dollars(costUsd), isNumber: true },
      { title: 'Share', cell: bar },
      { title: 'Calls', cell: ({ calls }) => grouped(calls), isNumber: true },
      {
        title: 'In',
        cell: (sum) => grouped(sum.inputTokens + sum.cacheReadTokens + sum.cacheWriteTokens),
        isNumber: true,
      },
      { title: 'Out', cell: ({ outputTokens }) => grouped(outputTokens), isNumber: true },
    ],
    `Costs by ${who.toLowerCase()}`,
  );
}
