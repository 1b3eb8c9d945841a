import { drawFrame, type FrameRequest } from '../view/frame.js';
import { THEMES } from '../view/theme.js';
import { FrameBudget } from './frame-budget.js';
import type { Screen } from './screen.js';

type PaintingParts = Omit<FrameRequest, 'width' | 'height' | 'now'> & {
  screen: Screen;
  now: () => number;
};

/** What only changes in the store is read by nobody ten times a second. */
const DATA_MS = 200;
const LOOK_MS = 50;

/** Paints when something that is shown has changed, or a second has passed; never because it could. */
export class Painting {
  private timer: NodeJS.Timeout | undefined;
  private awaited: NodeJS.Timeout | undefined;
  private readonly budget = new FrameBudget();
  private paintedAt = Number.NEGATIVE_INFINITY;
  private paintedRevision = -1;
  private paintedSecond = -1;

  constructor(private readonly parts: PaintingParts) {}

  start(): void {
    this.now();
    this.timer = setInterval(() => this.look(), LOOK_MS);
  }

  stop(): void {
    clearInterval(this.timer);
    clearTimeout(this.awaited);
  }

  /** A key was pressed, or an answer came. */
  soon(): void {
    if (this.awaited !== undefined) return;
    this.awaited = setTimeout(() => this.now(), this.budget.waitMs(performance.now()));
  }

  now(): void {
    clearTimeout(this.awaited);
    this.awaited = undefined;
    const { model, controller, screen, glyphs, onlyAscii } = this.parts;
    const now = this.parts.now();
    this.paintedAt = performance.now();
    this.budget.spend(this.paintedAt);
    this.paintedRevision = model.revision;
    this.paintedSecond = Math.floor(now / 1000);
    const canvas = drawFrame({ model, controller, now, glyphs, onlyAscii, ...screen.size });
    screen.paint(canvas, THEMES[controller.theme]);
  }

  private look(): void {
    const sincePaint = performance.now() - this.paintedAt;
    if (this.awaited !== undefined || sincePaint < DATA_MS) return;
    if (!this.budget.hasSpare(performance.now())) return;
    const isNewSecond = Math.floor(this.parts.now() / 1000) !== this.paintedSecond;
    if (isNewSecond || this.parts.model.revision !== this.paintedRevision) this.now();
  }
}
