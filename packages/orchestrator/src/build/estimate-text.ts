import { formatDuration } from '@agentcoord/core';
import type { BuildReport } from './build-report.js';

/** How good the estimate was, on one line: `Estimate: $1.20 and 12m; actual: $0.60 and 18m (0.5 and 1.5 times that)`. */
export function estimateText(
  report: Pick<BuildReport, 'estimate' | 'costUsd' | 'startedAt' | 'endedAt'>,
): string {
  const { estimate, costUsd, startedAt, endedAt } = report;
  if (estimate === undefined) return 'Estimate: none was kept when it was approved.';
  const { costRatio, timeRatio } = estimate;
  const said = `${dollars(estimate.costUsd)} and ${formatDuration(estimate.tookMs)}`;
  const was = `${dollars(costUsd)} and ${formatDuration(endedAt - startedAt)}`;
  return `Estimate: ${said}; actual: ${was} (${times(costRatio)} and ${times(timeRatio)} times that).`;
}

function dollars(amount: number | null): string {
  return amount === null ? 'an unknown cost' : `$${amount.toFixed(amount > 0 && amount < 1 ? 4 : 2)}`;
}

function times(ratio: number | null): string {
  if (ratio === null) return '?';
  return ratio >= 10 || ratio === 0 ? ratio.toFixed(0) : ratio.toPrecision(2);
}
