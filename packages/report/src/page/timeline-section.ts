import type { Report, WaitSpan, WorkSpan } from '../report.js';
import { type Html, html } from './html.js';
import { stateMark } from './state-mark.js';
import { table } from './table.js';
import { counted, duration, grouped, percent, timeText } from './words.js';

/** More bars than this make a picture that takes seconds to draw; the longest are kept. */
const MAX_BARS = 4_000;
const TICKS = 4;

/** Who worked on what, waited and failed, one lane an agent. */
export function timelineSection(report: Report): Html {
  const { agents } = report;
  if (agents.length === 0)
    return html`<section aria-labelledby="timeline"><h2 id="timeline">Agents over time</h2><p>No agent claimed a task.</p></section>`;
  const bars = longest([...report.spans, ...report.waits]);
  const leftOut = report.spans.length + report.waits.length - bars.length;
  const lanes = lanesOf(bars);
  return html`<section aria-labelledby="timeline">
<h2 id="timeline">Agents over time</h2>
<p class="legend" aria-hidden="true"><span data-tone="good">completed</span><span data-tone="bad">failed</span><span data-tone="warn">tried again or taken away</span><span data-tone="busy">not ended</span><span data-tone="wait">waiting</span></p>
<div class="lanes" role="img" aria-label="Timeline of ${counted(agents.length, 'agent')}; the table below has the same figures">
${agents.map(({ name }) => html`<div class="lane"><span class="who">${name}</span><svg width="100%" height="22">${(lanes.get(name) ?? []).map((bar) => barOf(bar, report))}</svg></div>`)}
<div class="lane axis"><span class="who"></span><svg width="100%" height="18">${axis(report)}</svg></div>
</div>
${leftOut > 0 ? html`<p class="note">The ${grouped(MAX_BARS)} longest bars are drawn; ${grouped(leftOut)} shorter ones are only in the figures.</p>` : undefined}
${agentTable(report)}
</section>`;
}

function agentTable({ agents }: Report): Html {
  return table(
    agents,
    [
      { title: 'Agent', cell: ({ name }) => name },
      { title: 'Role', cell: ({ role }) => role },
      { title: 'State', cell: ({ state }) => stateMark(state) },
      { title: 'Completed', cell: (agent) => grouped(agent.completed), isNumber: true },
      { title: 'Failed attempts', cell: (agent) => grouped(agent.failedAttempts), isNumber: true },
      { title: 'Worked', cell: (agent) => duration(agent.workedMs), isNumber: true },
      { title: 'Waited', cell: (agent) => duration(agent.waitedMs), isNumber: true },
      { title: 'From', cell: (agent) => timeText(agent.firstAt) },
      { title: 'To', cell: (agent) => timeText(agent.lastAt) },
    ],
    'What each agent did',
  );
}

type Bar = WorkSpan | WaitSpan;

function longest(bars: Bar[]): Bar[] {
  if (bars.length <= MAX_BARS) return bars;
  return bars.sort((a, b) => b.toAt - b.fromAt - (a.toAt - a.fromAt)).slice(0, MAX_BARS);
}

function lanesOf(bars: readonly Bar[]): Map<string, Bar[]> {
  const lanes = new Map<string, Bar[]>();
  for (const bar of bars) {
    const lane = lanes.get(bar.agent);
    if (lane) lane.push(bar);
    else lanes.set(bar.agent, [bar]);
  }
  return lanes;
}

const TONES: Readonly<Record<WorkSpan['outcome'], string>> = {
  completed: 'good',
  failed: 'bad',
  retried: 'warn',
  expired: 'warn',
  evicted: 'warn',
  released: 'quiet',
  cancelled: 'quiet',
  open: 'busy',
};

/** A bar is at least a hair wide: nothing that happened is invisible. */
function barOf(bar: Bar, { fromAt, toAt }: Report): Html {
  const whole = toAt - fromAt;
  const x = percent((bar.fromAt - fromAt) / whole);
  const width = percent(Math.max(0.0012, (bar.toAt - bar.fromAt) / whole));
  const took = duration(bar.toAt - bar.fromAt);
  if ('taskId' in bar)
    return html`<rect x="${x}" width="${width}" y="2" height="14" data-tone="${TONES[bar.outcome]}"><title>${bar.title}: ${bar.outcome} after ${took}</title></rect>`;
  return html`<rect x="${x}" width="${width}" y="17" height="4" data-tone="wait"><title>waited ${took} for ${bar.what}</title></rect>`;
}

function axis({ fromAt, toAt }: Report): Html[] {
  return Array.from({ length: TICKS + 1 }, (_, index) => {
    const share = index / TICKS;
    const anchor = index === 0 ? 'start' : index === TICKS ? 'end' : 'middle';
    const at = timeText(fromAt + share * (toAt - fromAt));
    // Where the days differ the day is what tells them apart.
    const text = toAt - fromAt > 86_400_000 ? at.slice(5, 16) : at.slice(11);
    return html`<text x="${percent(share)}" y="13" text-anchor="${anchor}"${index % 2 === 1 ? html` class="minor"` : undefined}>${text}</text>`;
  });
}
