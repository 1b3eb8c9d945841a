import type { Rectangle } from './canvas.js';

export const PANES = ['agents', 'tasks', 'locks', 'approvals', 'detail', 'board', 'audit', 'logs'] as const;
export type PaneName = (typeof PANES)[number];
/** Those that are a list of things, one of which is selected. */
export type ListName = Exclude<PaneName, 'detail'>;
export const TABS = ['board', 'audit', 'logs'] as const;
export type TabName = (typeof TABS)[number];

export const SMALLEST = { width: 60, height: 16 };
const WIDE = { width: 120, height: 30 };

export interface LayoutRequest {
  width: number;
  height: number;
  focus: PaneName;
  /** The list that the detail is about. */
  list: ListName;
  tab: TabName;
  isZoomed: boolean;
}

export interface Layout {
  /** `narrow`: one list and the detail, and a row that names the others. */
  kind: 'wide' | 'narrow' | 'too-small';
  panes: ReadonlyArray<{ pane: PaneName; place: Rectangle }>;
}

/** Where each pane is. Row 0 is the header, the last row the footer. */
export function layoutOf(request: LayoutRequest): Layout {
  const { width, height, focus, isZoomed } = request;
  if (width < SMALLEST.width || height < SMALLEST.height) return { kind: 'too-small', panes: [] };
  const isWide = width >= WIDE.width && height >= WIDE.height;
  const top = isWide ? 1 : 2;
  const area = { x: 0, y: top, width, height: height - top - 1 };
  const kind = isWide ? 'wide' : 'narrow';
  if (isZoomed) return { kind, panes: [{ pane: focus, place: area }] };
  return { kind, panes: isWide ? wide(area, request.tab) : narrow(area, request) };
}

function wide(area: Rectangle, tab: TabName): Layout['panes'] {
  const leftWidth = Math.min(72, Math.max(44, Math.round(area.width * 0.37)));
  const left = { ...area, width: leftWidth };
  const right = { ...area, x: leftWidth, width: area.width - leftWidth };
  return [
    ...stacked(left, ['agents', 'locks', 'approvals'], [0.44, 0.29]),
    ...stacked(right, ['tasks', 'detail', tab], [0.42, 0.29]),
  ];
}

function narrow(area: Rectangle, { focus, list }: LayoutRequest): Layout['panes'] {
  if (focus === 'detail') return [{ pane: 'detail', place: area }];
  return stacked(area, [list, 'detail'], [area.height >= 18 ? 0.6 : 0.55]);
}

/** Panes on top of each other; the last takes what is left. */
function stacked(area: Rectangle, panes: readonly PaneName[], shares: readonly number[]): Layout['panes'] {
  let y = area.y;
  return panes.map((pane, index) => {
    const share = shares[index];
    const height = share === undefined ? area.y + area.height - y : Math.round(area.height * share);
    const place = { ...area, y, height };
    y += height;
    return { pane, place };
  });
}
