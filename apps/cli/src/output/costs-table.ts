import type { CommonBudget, CostGroup, CostSum } from '@agentcoord/llm-worker';
import type { Paint } from './paint.js';
import { type Column, renderTable } from './table.js';

type Row = CostSum & { title?: string };

export function renderCosts(
  rows: readonly Row[],
  { by, total, paint }: { by: CostGroup; total: CostSum; paint: Paint },
): Promise<string> {
  const columns: Array<Column<Row>> = [
    { title: by.toUpperCase(), cell: ({ name }) => name || 'total', maxWidth: 40 },
    { title: 'CALLS', cell: ({ calls }) => calls, align: 'right' },
    { title: 'INPUT', cell: ({ inputTokens }) => inputTokens, align: 'right' },
    { title: 'CACHED', cell: (row) => row.cacheReadTokens + row.cacheWriteTokens, align: 'right' },
    { title: 'OUTPUT', cell: ({ outputTokens }) => outputTokens, align: 'right' },
    { title: 'COST', cell: costText, align: 'right' },
  ];
  if (by === 'task') columns.push({ title: 'TITLE', cell: ({ title }) => title, maxWidth: 40 });
  return renderTable([...rows, total], columns, paint.heading);
}

/** `~`: some count was estimated. `+ ?`: some price was not known. */
function costText({ costUsd, unpricedCalls, estimated }: CostSum): string {
  if (costUsd === null) return '?';
  return `${estimated ? '~' : ''}${dollarText(costUsd)}${unpricedCalls > 0 ? ' + ?' : ''}`;
}

/** Undefined where there is no cap. */
export function budgetLine({ level, unit, spent, reserved, cap }: CommonBudget): string | undefined {
  if (cap === undefined) return undefined;
  const text = (amount: number): string => (unit === 'usd' ? dollarText(amount) : `${amount} tokens`);
  const now = reserved > 0 ? `, ${text(reserved)} reserved` : '';
  const whose = level === 'day' ? 'Today' : 'Project';
  return `${whose}: ${text(spent)} spent${now}, of ${text(cap)}`;
}

/** To the cent, and closer where it is less than a dollar. */
function dollarText(dollars: number): string {
  return `$${dollars.toFixed(dollars > 0 && dollars < 1 ? 4 : 2)}`;
}
