import { checkOneOf } from '@agentcoord/core';
import type { CostGroup, CostSum } from '@agentcoord/llm-worker';
import type { CommandCall, CommandResult, DefineCommand } from '../command-context.js';
import { timeOf } from '../input/audit-filter.js';
import { budgetLine, renderCosts } from '../output/costs-table.js';

interface CostsOptions {
  by?: string;
  since?: string;
}

const GROUPS: readonly CostGroup[] = ['agent', 'task', 'model', 'day'];

export const define: DefineCommand = (command, handle) => {
  command
    .description(
      'What the models cost, call by call as workers wrote it down, and what is left of the budgets.',
    )
    .option('--by <what>', `${GROUPS.join(', ')} (default: agent)`)
    .option('--since <time>', "not older: '2h' ago, or an ISO 8601 time")
    .action(handle(showCosts));
};

async function showCosts(call: CommandCall<CostsOptions>): Promise<CommandResult> {
  const by = checkOneOf(call.options.by ?? 'agent', '--by', GROUPS);
  const [client, { CostLog, readCommonBudgets, sumCosts }] = await Promise.all([
    call.connect(),
    import('@agentcoord/llm-worker'),
  ]);
  const { storage, configuration } = client;
  const { since } = call.options;
  const after = since === undefined ? 0 : timeOf(since, '--since', await storage.now());
  const { sums, total } = await sumCosts(new CostLog(storage).read({ since: after }), by);
  const budgets = await readCommonBudgets(storage, configuration.budgets);
  const titles = by === 'task' ? await titlesOf(client, sums) : new Map<string, string>();
  const rows = sums.map((sum) => {
    const title = titles.get(sum.name);
    return title === undefined ? sum : { ...sum, title };
  });
  return {
    data: { by, costs: rows, total, budgets },
    text: async () => {
      const lines = budgets.flatMap((budget) => budgetLine(budget) ?? []).map((line) => `\n${line}`);
      const table =
        rows.length === 0 ? 'No costs.' : await renderCosts(rows, { by, total, paint: call.paint });
      return table + lines.join('');
    },
  };
}

/** Of tasks that are still there. */
async function titlesOf(
  { storage }: Awaited<ReturnType<CommandCall['connect']>>,
  sums: readonly CostSum[],
): Promise<Map<string, string>> {
  const titles = new Map<string, string>();
  for (let from = 0; from < sums.length; from += 100) {
    const taskIds = sums.slice(from, from + 100).map(({ name }) => name);
    for (const task of await storage.queues.get({ taskIds })) if (task) titles.set(task.id, task.title);
  }
  return titles;
}
