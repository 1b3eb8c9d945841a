import type { StoredBuild } from '@agentcoord/orchestrator';
import type { CommandCall, CommandResult, DefineCommand } from '../command-context.js';
import { plain } from '../output/plain.js';
import { askPerson } from '../team-run/ask-person.js';
import { addRunOptions, type RunFlags, type RunSettings, runSettings } from '../team-run/run-options.js';
import { chooseBuild } from './choose-build.js';
import { type PlanView, renderPlan, viewPlan } from './plan-table.js';
import { readSpecification } from './read-specification.js';
import { runBuild } from './run-build.js';

export interface BuildOptions extends RunFlags {
  dryRun?: boolean;
  yes?: boolean;
  replan?: boolean;
  retryFailed?: boolean;
  check?: string;
  report?: string;
}

const DEFAULTS = { workers: 3 };

export const define: DefineCommand = (command, handle) => {
  addRunOptions(
    command
      .argument('<specification>', 'a text file, such as spec.md')
      .option('--dry-run', 'only plan and show the plan'),
    DEFAULTS,
  )
    .option('--yes', 'do not ask before the work begins')
    .option(
      '--check <command>',
      'a command of yours that must pass in the end (default: npm test, in the sandbox)',
    )
    .option('--report <file>', 'where the report goes (default: beside the logs)')
    .option('--retry-failed', 'try again what has failed or was cancelled')
    .option('--replan', 'make a new plan; what is left of the old one is cancelled')
    .description(
      'A planner model turns a specification into tasks, workers do them, each is verified, and the tests of the\n' +
        'project run in the end. Interrupted or killed, the same command goes on where it was.',
    )
    .action(handle(build));
};

async function build(call: CommandCall<BuildOptions>, file: string): Promise<CommandResult> {
  const settings = runSettings(call.options, call.io.environment, DEFAULTS);
  const client = await call.connect();
  const specification = await readSpecification(call, client.repository.root, file);
  const [{ BuildStore, buildIdOf, holdRun }, { PriceTable }] = await Promise.all([
    import('@agentcoord/orchestrator'),
    import('@agentcoord/llm-worker'),
  ]);
  const prices = await PriceTable.load(client.configuration.pricesFile);
  const id = buildIdOf(specification.hash);
  await using lease = await holdRun(client.storage, { id, what: 'this build', signal: call.signal });
  const store = new BuildStore(client.storage);
  const stored = await chooseBuild(call, { client, store, specification, settings, prices, lease });
  if (!stored)
    return nothingBegun(call, 'The new specification was not begun, and the earlier build stays as it is.');
  const view = await viewPlan({ client, stored, settings, prices, environment: { ...call.io.environment } });
  if (call.options.dryRun) return { data: view, text: () => renderPlan(view, call.paint) };
  // Not by its status: a plan that --replan began to replace has ended, and nobody said yes to it.
  if (stored.record.approvedAt === undefined) {
    if (!(await isApproved(call, view, settings)))
      return nothingBegun(call, 'Nothing was begun. The plan is kept; --replan makes another one.');
    lease.signal.throwIfAborted();
    await approve(call, { store, stored, view, now: await client.storage.now() });
  }
  // Awaited here: the lease is held until it is done.
  return await runBuild(call, { client, store, stored, settings, lost: lease.signal });
}

async function isApproved(
  call: CommandCall<BuildOptions>,
  view: PlanView,
  settings: RunSettings,
): Promise<boolean> {
  call.log(await renderPlan(view, call.paint));
  const { costUsd } = view.estimate;
  const over = settings.budget !== undefined && costUsd !== null && costUsd > settings.budget;
  if (over) {
    const why = `The estimate is above the budget: $${costUsd.toFixed(2)} against $${settings.budget}.`;
    if (call.options.yes) throw await overBudget(why);
    call.note(`${why} The build would stop at its budget.`);
  }
  return askPerson(call, {
    question: `Build this (${view.plan.tasks.length} tasks)?`,
    why: 'Somebody has to approve the plan.',
  });
}

async function overBudget(why: string): Promise<Error> {
  const { AgentCoordError } = await import('@agentcoord/core');
  return new AgentCoordError(
    'budget_exceeded',
    `${why} Raise --budget, or begin without --yes and decide on a terminal. Nothing was begun; the plan is kept.`,
  );
}

async function approve(
  call: CommandCall,
  {
    store,
    stored: { record },
    view,
    now,
  }: {
    store: { update(record: StoredBuild['record']): Promise<void> };
    stored: StoredBuild;
    view: PlanView;
    now: number;
  },
): Promise<void> {
  const { costUsd, tookMs, model, maxWorkers } = view.estimate;
  const estimate = { costUsd, tookMs, model, maxWorkers };
  Object.assign(record, { status: 'running', approvedAt: now, approvedBy: call.actor, estimate });
  await store.update(record);
}

function nothingBegun(_call: CommandCall, why: string): CommandResult {
  return { data: { begun: false, why }, text: plain`${why}`, exitCode: 1 };
}
