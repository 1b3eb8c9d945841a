/** The time a report is about; both ends belong to it. */
export interface Window {
  since: number;
  until: number;
}

export function isIn({ since, until }: Window, at: number | undefined): boolean {
  return at !== undefined && at >= since && at <= until;
}

/** The part of a span that lies in the window; `undefined` where none does. */
export function clipped(
  window: Window,
  span: { fromAt: number; toAt: number },
): { fromAt: number; toAt: number } | undefined {
  const fromAt = Math.max(span.fromAt, window.since);
  const toAt = Math.min(span.toAt, window.until);
  return toAt < fromAt ? undefined : { fromAt, toAt };
}
