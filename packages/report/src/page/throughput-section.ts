import type { Report } from '../report.js';
import { type Html, html } from './html.js';
import { table } from './table.js';
import { counted, duration, grouped, percent, timeText } from './words.js';

const HEIGHT = 120;

/** How many tasks ended in each stretch of time. */
export function throughputSection({ throughput: { bucketMs, buckets } }: Report): Html {
  const most = Math.max(1, ...buckets.map(({ completed, failed }) => completed + failed));
  const width = 1 / buckets.length;
  const bars = buckets.map(({ at, completed, failed }, index) => {
    const x = percent(index * width + width * 0.1);
    const w = percent(width * 0.8);
    const [good, bad] = [(completed / most) * HEIGHT, (failed / most) * HEIGHT];
    const title = html`<title>${timeText(at)}: ${counted(completed, 'task')} completed, ${grouped(failed)} failed</title>`;
    return html`<g>${title}<rect x="${x}" width="${w}" y="${(HEIGHT - good).toFixed(1)}" height="${good.toFixed(1)}" data-tone="good"/><rect x="${x}" width="${w}" y="${(HEIGHT - good - bad).toFixed(1)}" height="${bad.toFixed(1)}" data-tone="bad"/></g>`;
  });
  const ended = buckets.reduce((sum, { completed, failed }) => sum + completed + failed, 0);
  return html`<section aria-labelledby="throughput">
<h2 id="throughput">Throughput</h2>
<p>${counted(ended, 'task')} ended; at most ${grouped(most)} in ${duration(bucketMs)}. A bar is ${duration(bucketMs)}.</p>
<div class="chart"><svg role="img" aria-label="Tasks that ended, by time; the table below has the same figures" width="100%" height="${HEIGHT}"><line x1="0" x2="100%" y1="${HEIGHT}" y2="${HEIGHT}"/>${bars}</svg></div>
<details><summary>Table of the throughput</summary>
${table(
  buckets.filter(({ completed, failed }) => completed + failed > 0),
  [
    { title: `From (UTC), for ${duration(bucketMs)}`, cell: ({ at }) => timeText(at) },
    { title: 'Completed', cell: ({ completed }) => grouped(completed), isNumber: true },
    { title: 'Failed', cell: ({ failed }) => grouped(failed), isNumber: true },
  ],
  'Tasks that ended, by time',
)}</details>
</section>`;
}
