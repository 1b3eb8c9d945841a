import type { Span } from './evidence.js';

/**
 * The store lives from one loss to the next; promises that a loss may break hold within each life. The life of
 * what happened within a span; `undefined`: a loss may have come in between.
 */
export function lifeOf(span: Span, losses: readonly Span[]): number | undefined {
  let life = 0;
  for (const loss of losses) {
    if (span.from >= loss.until) life += 1;
    else if (span.until > loss.from) return undefined;
  }
  return life;
}

/** Nothing that was told in this life has been lost since. */
export function isLastLife(span: Span, losses: readonly Span[]): boolean {
  return lifeOf(span, losses) === losses.length;
}
