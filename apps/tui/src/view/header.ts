import type { DashboardModel } from '../model/dashboard-model.js';
import { age, clockTime } from './age.js';
import { columnsOf, glyphsOf } from './cells.js';
import type { Drawing } from './frame.js';
import { meter } from './glyphs.js';
import { fit, type Line, type Span, span, widthOf } from './line.js';

/** Logo, project, store with its mode and how long it has been in it, spend against its cap, clock. */
export function drawHeader(drawing: Drawing): void {
  const { canvas, width, model, now, glyphs } = drawing;
  const isLost = model.connection.lostSince !== undefined;
  const right: Line = [...problemsOf(drawing), ...spendOf(drawing), span(` ${clockTime(now)} `, 'faint')];
  const rightWidth = widthOf(right);
  const logo = span(width >= 80 ? ' ▚ AGENTCOORD ' : ' ▚ AC ', 'logo');
  const project = span(`${fit(model.project, Math.min(24, columnsOf(model.project)))}  `, 'heading');
  const left = [logo, project];
  const room = width - rightWidth - widthOf(left);
  const mode = isLost ? lostBar(model, now) : modeOf(drawing, room - 1);
  canvas.put({ x: 0, y: 0, width: width - rightWidth }, [
    ...left,
    span(shortened(mode.text, room - 1, glyphs), mode.style),
    ...storeOf(drawing, room - columnsOf(mode.text) - 1),
  ]);
  canvas.put({ x: width - rightWidth, y: 0, width: rightWidth }, right);
}

/** How long it has been so is said also where the words have to be cut. */
function modeOf({ model, now, glyphs }: Drawing, room: number): Span {
  if (model.mode === '') return span(`${glyphs.dot} reading the store`, 'faint');
  const { ownership } = model;
  const style = ownership?.isGone || ownership?.isStale ? 'warning' : 'good';
  const dot = glyphs.states.working ?? '';
  const since = ` ${glyphs.dot} ${model.isModeOlder ? 'over ' : ''}${age(now - model.modeSince)}`;
  return span(`${shortened(`${dot} ${model.mode}`, room - since.length, glyphs)}${since}`, style);
}

function shortened(text: string, width: number, { ellipsis }: Drawing['glyphs']): string {
  return fit(text, Math.max(0, width), { ellipsis }).trimEnd();
}

/** Where everything lies, where there is room for it. */
function storeOf({ model, glyphs }: Drawing, room: number): Line {
  if (model.store === '' || model.connection.lostSince !== undefined || room < 24) return [];
  const letters = glyphsOf(model.store).map(({ text }) => text);
  // Of a path, its end says more than its beginning.
  const shown = letters.length > room - 4 ? [glyphs.ellipsis, ...letters.slice(5 - room)] : letters;
  return [span(fit(`  ${shown.join('')}`, room, { ellipsis: glyphs.ellipsis }).trimEnd(), 'faint')];
}

/** How many things wait for a person; `p` shows them. */
function problemsOf({ controller, glyphs, width }: Drawing): Line {
  const { count, isBad } = controller.problemCount();
  if (count === 0) return [];
  const words = width >= 100 ? (count === 1 ? ' problem' : ' problems') : '';
  return [span(`${glyphs.states.hung ?? ''} ${count}${words}  `, isBad ? 'bad' : 'warning')];
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
