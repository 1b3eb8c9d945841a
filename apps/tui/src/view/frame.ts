import type { Controller } from '../controls/controller.js';
import type { DashboardModel } from '../model/dashboard-model.js';
import { Canvas } from './canvas.js';
import { drawDetail } from './detail/draw-detail.js';
import { drawFooter } from './footer.js';
import type { Glyphs } from './glyphs.js';
import { drawHeader } from './header.js';
import { layoutOf, SMALLEST } from './layout.js';
import { span } from './line.js';
import { drawList } from './list-view.js';
import { drawOverlay } from './overlays/draw-overlay.js';
import { drawPaneBar } from './pane-bar.js';

export interface FrameRequest {
  model: DashboardModel;
  controller: Controller;
  width: number;
  height: number;
  /** Storage clock. */
  now: number;
  glyphs: Glyphs;
  onlyAscii: boolean;
}

/** What every part of a frame draws with. */
export interface Drawing extends FrameRequest {
  canvas: Canvas;
}

/** The whole screen from what is known and where somebody is in it. Nothing is drawn that does not fit. */
export function drawFrame(request: FrameRequest): Canvas {
  const { width, height, controller, onlyAscii } = request;
  const canvas = new Canvas(width, height, onlyAscii);
  const drawing = { ...request, canvas };
  const { focus, list, tab, isZoomed } = controller;
  const layout = layoutOf({ width, height, focus, list, tab, isZoomed });
  if (layout.kind === 'too-small') return drawTooSmall(drawing);
  drawHeader(drawing);
  if (layout.kind === 'narrow') drawPaneBar(drawing);
  for (const { pane, place } of layout.panes) {
    if (pane === 'detail') drawDetail(drawing, place);
    else drawList(drawing, pane, place);
  }
  drawFooter(drawing);
  if (controller.overlay !== undefined) drawOverlay(drawing, controller.overlay);
  return canvas;
}

function drawTooSmall({ canvas, width, height, model, now }: Drawing): Canvas {
  const { counts } = model.tasks;
  const lines = [
    [span('AGENTCOORD', 'logo')],
    [span(`${model.agents.tree(now).length} agents, ${counts.claimed} tasks running, ${counts.ready} ready`)],
    [span(`This window has ${width}×${height}.`, 'warning')],
    [span(`The dashboard needs ${SMALLEST.width}×${SMALLEST.height}.`, 'warning')],
    [span('Make it larger, or press q.', 'faint')],
  ];
  const top = Math.max(0, Math.floor((height - lines.length) / 2));
  for (const [index, line] of lines.entries())
    canvas.put({ x: Math.min(2, Math.max(0, width - 20)), y: top + index, width }, line);
  return canvas;
}
