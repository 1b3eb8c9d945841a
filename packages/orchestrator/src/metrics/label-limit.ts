import { printable } from '@agentcoord/core';

/** A family has at most so many values of a label that others choose; the rest is one. */
const MOST_VALUES = 100;
const LONGEST_VALUE = 120;
const REST = 'other';

/**
 * Bounds what names of tags, models and the like can do to a time-series database: the values with the greatest weight
 * keep their name, all others become `other`.
 */
export function limitLabels<Row>(
  rows: readonly Row[],
  { value, weight }: { value: (row: Row) => string; weight: (row: Row) => number },
): (name: string) => string {
  const weights = new Map<string, number>();
  for (const row of rows) weights.set(value(row), (weights.get(value(row)) ?? 0) + weight(row));
  const kept = [...weights]
    .sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1))
    .slice(0, MOST_VALUES)
    .map(([name]) => name);
  const names = new Set(kept);
  return (name) => (names.has(name) ? labelText(name) : REST);
}

/** One line of visible text: whoever reads a dashboard is not shown control characters of a task. */
export function labelText(text: string): string {
  return printable(text, { singleLine: true }).slice(0, LONGEST_VALUE);
}
