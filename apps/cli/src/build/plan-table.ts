import type { CoordinationClient } from '@agentcoord/client';
import { formatDuration } from '@agentcoord/core';
import type { PriceTable } from '@agentcoord/llm-worker';
import {
  type BuildEstimate,
  type BuildPlan,
  type BuildRecord,
  estimatePlan,
  type PlannedTask,
  type StoredBuild,
} from '@agentcoord/orchestrator';
import type { Paint } from '../output/paint.js';
import { safe } from '../output/plain.js';
import { renderTable } from '../output/table.js';
import type { RunSettings } from '../team-run/run-options.js';
import { createProvider } from '../worker/engines.js';

/** What somebody approves. */
export interface PlanView {
  build: BuildRecord;
  plan: BuildPlan;
  estimate: BuildEstimate & { model: string; pricesOf: string };
  /** The commands of the plan run in the sandbox; false only with --unsafe-no-sandbox. */
  sandboxed: boolean;
}

export async function viewPlan({
  client,
  stored: { record, plan },
  settings,
  prices,
  environment,
}: {
  client: CoordinationClient;
  stored: StoredBuild;
  settings: RunSettings;
  prices: PriceTable;
  environment: NodeJS.ProcessEnv;
}): Promise<PlanView> {
  const { model, isLive, name } = await createProvider(settings.worker, { client, environment });
  const price = isLive ? prices.priceOf(model) : 'free';
  const estimate = estimatePlan(plan, { price, maxWorkers: settings.maxWorkers });
  return {
    build: record,
    plan,
    estimate: { ...estimate, model: `${name}/${model}`, pricesOf: prices.date },
    sandboxed: !settings.worker.unsafeNoSandbox,
  };
}

/** Fits into 80 columns; the commands follow it in full, for they are what somebody answers for. */
export async function renderPlan(
  { build, plan, estimate, sandboxed }: PlanView,
  paint: Paint,
): Promise<string> {
  const waveOf = new Map(
    estimate.waves.flatMap((keys, index) => keys.map((key) => [key, index + 1] as const)),
  );
  const inOrder = [...plan.tasks].sort((a, b) => (waveOf.get(a.key) ?? 0) - (waveOf.get(b.key) ?? 0));
  const table = await renderTable(
    inOrder,
    [
      { title: 'WAVE', cell: ({ key }: PlannedTask) => waveOf.get(key), align: 'right' },
      { title: 'KEY', cell: ({ key }) => key, maxWidth: 16 },
      { title: 'TASK', cell: ({ title }) => title, maxWidth: 27 },
      { title: 'SIZE', cell: ({ size }) => size },
      { title: 'COST', cell: ({ key }) => costText(estimate.taskCostUsd[key] ?? null), align: 'right' },
      { title: 'AFTER', cell: ({ dependsOn }) => dependsOn.join(', '), maxWidth: 12 },
    ],
    paint.heading,
  );
  const details = inOrder.map(({ key, files, verify }) => {
    const written = files.length === 0 ? 'names no files' : files.map(safe).join(', ');
    const command = verify === undefined ? paint.warning('not verified') : `$ ${safe(verify)}`;
    return `  ${safe(key)}: ${written}\n    ${command}`;
  });
  const where = sandboxed ? 'in the sandbox' : paint.bad('WITHOUT A SANDBOX, with all your rights');
  const parts = [
    `${paint.heading(safe(build.specification.title))} (${safe(build.specification.path)}, ${build.id})`,
    safe(plan.summary),
    table,
    `${paint.heading('What each writes, and what verifies it')} (commands of the planner, run ${where}):\n${details.join('\n')}`,
    totals(plan, estimate),
  ];
  return parts.join('\n\n');
}

function totals(plan: BuildPlan, estimate: PlanView['estimate']): string {
  const waves = estimate.waves.length;
  const cost =
    estimate.costUsd === null
      ? `The price of ${safe(estimate.model)} is not known, so neither is the cost;`
      : `About ${costText(estimate.costUsd)} with ${safe(estimate.model)}`;
  return [
    `${plan.tasks.length} ${plan.tasks.length === 1 ? 'task' : 'tasks'} in ${waves} ${waves === 1 ? 'wave' : 'waves'}, at most ${estimate.maxWorkers} at once.`,
    `${cost} and ${formatDuration(estimate.tookMs)}: a rough estimate by size (prices of ${estimate.pricesOf}).`,
  ].join('\n');
}

/** What is spent before anything is known is told to the cent. */
function costText(dollars: number | null): string {
  return dollars === null ? '?' : `$${dollars.toFixed(2)}`;
}
