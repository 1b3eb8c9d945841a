import { topFor } from '../controls/pane-state.js';
import { drawBox } from './box.js';
import type { Rectangle } from './canvas.js';
import type { Drawing } from './frame.js';
import { meter } from './glyphs.js';
import { type ListName, PANES, TABS } from './layout.js';
import { fit, type Line, span } from './line.js';
import { paneOf } from './panes/all-panes.js';
import { type CellPaint, headingLine, placeColumns, rowLine } from './table.js';

/** A list in its box: only the rows that are visible are made. */
export function drawList(drawing: Drawing, name: ListName, place: Rectangle): void {
  const { canvas, controller, glyphs } = drawing;
  const pane = paneOf(name);
  const items = controller.items(name);
  const index = controller.indexIn(name);
  const hasHeading = place.height >= 6;
  const height = Math.max(0, place.height - 2 - (hasHeading ? 1 : 0));
  const state = controller.states[name];
  const top = topFor({ top: state.top, index, count: items.length, height });
  // Where the window was put is where it stays next time.
  state.top = top;
  state.height = height;
  const hasFocus = controller.focus === name;
  // What somebody looks at is what is selected, also when the list changes under it.
  const shown = items[index];
  if (hasFocus && state.key === undefined && !state.follows && shown !== undefined) {
    state.key = pane.key(shown);
    state.index = index;
  }
  const inside = drawBox(
    canvas,
    {
      place,
      title: titleOf(drawing, name, hasFocus),
      note: noteOf(drawing, name, { index, count: items.length, width: place.width }),
      style: hasFocus ? 'focus' : 'border',
      scroll: { top, height, count: items.length },
    },
    glyphs,
  );
  const columns = placeColumns(pane.columns, inside.width);
  if (hasHeading) canvas.put({ x: inside.x, y: inside.y, width: inside.width }, headingLine(columns));
  const firstRow = inside.y + (hasHeading ? 1 : 0);
  if (items.length === 0) {
    drawEmpty(drawing, name, { ...inside, y: firstRow, height });
    return;
  }
  const paint = paintOf(drawing);
  const last = Math.min(items.length, top + height);
  for (let at = top; at < last; at += 1) {
    const highlight =
      at !== index
        ? 'none'
        : hasFocus
          ? 'selected'
          : at === index && controller.list === name
            ? 'remembered'
            : 'none';
    canvas.put(
      { x: inside.x, y: firstRow + at - top, width: inside.width, highlight },
      rowLine(columns, items[at], paint, glyphs.ellipsis),
    );
  }
}

function drawEmpty({ canvas, model, controller }: Drawing, name: ListName, place: Rectangle): void {
  const { filter } = controller.states[name];
  const text = !model.connection.isLoaded
    ? 'Reading the store…'
    : filter === ''
      ? paneOf(name).empty
      : `Nothing matches ${filter}. Esc shows all.`;
  const y = place.y + Math.max(0, Math.floor((place.height - 1) / 2));
  const x = place.x + Math.max(1, Math.floor((place.width - text.length) / 2));
  canvas.put({ x, y, width: place.x + place.width - x }, [span(text, 'faint')]);
}

/** ` 2 Tasks `, and in the place of the tabs all three of them. */
function titleOf({ controller, width, height }: Drawing, name: ListName, hasFocus: boolean): Line {
  const isTab = TABS.some((tab) => tab === name);
  if (!isTab || width < 120 || height < 30 || controller.isZoomed) return one(name, hasFocus, true);
  return TABS.flatMap((tab) => one(tab, hasFocus, tab === name));
}

function one(name: ListName, hasFocus: boolean, isOpen: boolean): Line {
  const number = PANES.indexOf(name) + 1;
  const style = isOpen ? (hasFocus ? 'focus' : 'title') : 'faint';
  return [span(` ${number} `, isOpen ? 'key' : 'faint'), span(`${paneOf(name).title} `, style)];
}

function noteOf(
  { model, controller, now, glyphs }: Drawing,
  name: ListName,
  { index, count, width }: { index: number; count: number; width: number },
): Line {
  const { filter, sort } = controller.states[name];
  const pane = paneOf(name);
  const at = controller.focus === name && count > 0 ? [span(`${index + 1}/${count}`, 'faint')] : [];
  const sorted = sort === 0 ? [] : [span(`${glyphs.down}${pane.sorts[sort]?.name ?? ''} `, 'accent')];
  if (filter !== '')
    return [...sorted, span(`/${fit(filter, Math.min(24, filter.length))} `, 'warning'), ...at];
  return [
    ...sorted,
    ...pane.summary(model, now, { width, glyph: (state) => glyphs.states[state] ?? '' }),
    ...(at.length > 0 ? [span('  '), ...at] : []),
  ];
}

function paintOf({ now, glyphs }: Drawing): CellPaint {
  return {
    now,
    glyph: (state) => glyphs.states[state] ?? ' ',
    branch: ({ depth, isLast, goesOn }) => {
      if (depth === 0) return '';
      const above = goesOn.slice(-6).map((more) => (more ? `${glyphs.vertical} ` : '  '));
      return `${above.join('')}${isLast ? glyphs.lastBranch : glyphs.branch}`;
    },
    meter: (share, width) => meter(share, width, glyphs),
  };
}
