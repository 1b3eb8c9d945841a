import type { DashboardModel } from '../model/dashboard-model.js';
import { age, clockTime } from './age.js';
import type { Drawing } from './frame.js';
import { meter } from './glyphs.js';
import { fit, type Line, type Span, span, widthOf } from './line.js';

/** Logo, project, store with its mode and how long it has been in it, spend against its cap, clock. */
export function drawHeader(drawing: Drawing): void {
  const { canvas, width, model, now } = drawing;
  const isLost = model.connection.lostSince !== undefined;
  const right: Line = [...spendOf(drawing), span(` ${clockTime(now)} `, 'faint')];
  const rightWidth = widthOf(right);
  const logo = span(width >= 80 ? ' ▚ AGENTCOORD ' : ' ▚ AC ', 'logo');
  const project = span(`${fit(model.project, Math.min(24, Math.max(8, model.project.length)))} `, 'heading');
  const left = [logo, project];
  const room = width - rightWidth - widthOf(left);
  const mode = isLost ? lostBar(model, now) : modeOf(drawing);
  canvas.put({ x: 0, y: 0, width: width - rightWidth }, [
    ...left,
    span(fit(mode.text, Math.max(0, room - 1)).trimEnd(), mode.style),
  ]);
  canvas.put({ x: width - rightWidth, y: 0, width: rightWidth }, right);
}

function modeOf({ model, now, glyphs }: Drawing): Span {
  if (model.mode === '') return span(`${glyphs.dot} reading the store`, 'faint');
  const { ownership } = model;
  const style = ownership?.isGone || ownership?.isStale ? 'warning' : 'good';
  const dot = glyphs.states.working ?? '';
  return span(`${dot} ${model.mode}, for ${age(now - model.modeSince)}`, style);
}

function lostBar({ connection }: DashboardModel, now: number): Span {
  const { lostSince = now, trouble = '' } = connection;
  return span(` STORE LOST for ${age(now - lostSince)}: ${trouble} `, 'alarm');
}

/** The budget that is nearest its cap; without a cap what was spent, and nothing where nothing was. */
function spendOf({ model, glyphs, width }: Drawing): Line {
  const capped = model.spend.filter(({ cap }) => cap !== undefined && cap > 0);
  const share = ({ spent, cap = 1 }: (typeof capped)[number]): number => spent / cap;
  const [nearest] = capped.sort((a, b) => share(b) - share(a));
  if (nearest === undefined) {
    const spent = model.spend.find(
      ({ level, unit, spent }) => level === 'project' && unit === 'usd' && spent > 0,
    );
    return spent === undefined ? [] : [span(`$${spent.spent.toFixed(2)} spent `, 'accent')];
  }
  const money = (amount: number): string =>
    nearest.unit === 'usd' ? `$${amount.toFixed(2)}` : `${Math.round(amount / 1000)}k`;
  const used = share(nearest);
  const style = used >= 1 ? 'bad' : used >= 0.8 ? 'warning' : 'good';
  return [
    span(`${money(nearest.spent)} of ${money(nearest.cap ?? 0)} `, style),
    ...(width >= 100 ? [span(`${meter(used, 8, glyphs)} `, style)] : []),
  ];
}
