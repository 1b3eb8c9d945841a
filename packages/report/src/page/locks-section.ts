import type { LockStory, Report } from '../report.js';
import { type Html, html } from './html.js';
import { table } from './table.js';
import { counted, duration, grouped, percent } from './words.js';

const MOST_SHOWN = 100;

/** The files that were in each other's way. */
export function locksSection({ locks }: Report): Html {
  const contended = locks.filter((lock) => lock.contended > 0 || lock.forced > 0 || lock.expired > 0);
  const grants = locks.reduce((sum, lock) => sum + lock.grants, 0);
  const longest = Math.max(1, ...locks.map(({ waitedMs }) => waitedMs));
  const shown = contended.slice(0, MOST_SHOWN);
  return html`<section aria-labelledby="locks">
<h2 id="locks">Lock contention</h2>
<p>${counted(grants, 'lock')} on ${counted(locks.length, 'path')}; ${contended.length === 0 ? 'nobody had to wait for one' : `${counted(contended.length, 'path was', 'paths were')} waited for, taken away or lost`}.</p>
${contended.length === 0 ? undefined : table(shown, columns(longest), 'Paths that were waited for')}
${contended.length > shown.length ? html`<p class="note">The ${grouped(MOST_SHOWN)} that were waited for longest, of ${grouped(contended.length)}.</p>` : undefined}
</section>`;
}

function columns(longest: number) {
  const bar = ({ waitedMs }: LockStory): Html =>
    html`<svg class="bar" width="100%" height="10" aria-hidden="true"><rect width="${percent(waitedMs / longest)}" height="10" data-tone="wait"/></svg>`;
  return [
    { title: 'Path', cell: ({ path }: LockStory) => html`<code>${path}</code>` },
    { title: 'Waited', cell: ({ waitedMs }: LockStory) => duration(waitedMs), isNumber: true },
    { title: 'Share', cell: bar },
    { title: 'Longest', cell: ({ longestWaitMs }: LockStory) => duration(longestWaitMs), isNumber: true },
    {
      title: 'Waits',
      cell: (lock: LockStory) => `${grouped(lock.contended)} of ${grouped(lock.grants)}`,
      isNumber: true,
    },
    { title: 'Held', cell: ({ heldMs }: LockStory) => duration(heldMs), isNumber: true },
    { title: 'Taken away', cell: ({ forced }: LockStory) => grouped(forced), isNumber: true },
    { title: 'Lost', cell: ({ expired }: LockStory) => grouped(expired), isNumber: true },
  ];
}
