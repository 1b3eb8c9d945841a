import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { CoordinationClient } from '@agentcoord/client';
import { AgentCoordError } from '@agentcoord/core';
import { createSpendAccounts, type PriceTable } from '@agentcoord/llm-worker';
import {
  type BuildRecord,
  type BuildStore,
  buildIdOf,
  planBuild,
  type RunLease,
  type StoredBuild,
  tasksOfRun,
} from '@agentcoord/orchestrator';
import type { CommandCall } from '../command-context.js';
import { askPerson } from '../team-run/ask-person.js';
import { giveUpRun } from '../team-run/give-up-run.js';
import { withRunBudget } from '../team-run/run-budget.js';
import type { RunSettings } from '../team-run/run-options.js';
import { createProvider } from '../worker/engines.js';
import type { BuildOptions } from './build-command.js';
import type { ReadSpecification } from './read-specification.js';

export interface ChooseBuild {
  client: CoordinationClient;
  store: BuildStore;
  specification: ReadSpecification;
  settings: RunSettings;
  prices: PriceTable;
  lease: RunLease;
}

/**
 * The build of this very document where there is one; else it is planned, and the plan stored before anybody looks at
 * it: it was paid for. Undefined when a person would rather keep the build of what the document was before.
 */
export async function chooseBuild(
  call: CommandCall<BuildOptions>,
  parts: ChooseBuild,
): Promise<StoredBuild | undefined> {
  const { store, specification } = parts;
  const id = buildIdOf(specification.hash);
  const known = await store.find(id);
  const { dryRun, replan } = call.options;
  const begun = known?.record.status === 'running';
  if (begun && replan && dryRun) throw wouldLose();
  const others = (await store.ofSpecification(specification.path)).filter(
    (build) => build.status === 'running' && build.id !== id,
  );
  // Whoever goes on with a build that was begun has been asked before.
  const asks = !dryRun && others.length > 0 && (!begun || replan);
  if (asks && !(await mayReplace(call, parts.client, others))) return undefined;
  if (known && !replan) call.note(resumeNote(known.record));
  const stored = known && !replan ? known : await plan(call, parts);
  // Planning takes its time, and so does a person: another process may have taken over meanwhile.
  parts.lease.signal.throwIfAborted();
  if (asks) for (const build of others) await giveUp(call, parts, build);
  if (known && replan) await giveUp(call, parts, known.record);
  if (stored !== known) await store.save(stored);
  return stored;
}

function wouldLose(): AgentCoordError {
  return new AgentCoordError(
    'invalid_argument',
    '--replan with --dry-run would throw away the plan of a build that was begun. Leave one of them out.',
    { data: { field: '--replan' } },
  );
}

function resumeNote({ status, taskCount, plannedAt }: BuildRecord): string {
  const when = new Date(plannedAt).toISOString().slice(0, 16).replace('T', ' ');
  if (status === 'planned')
    return `the plan of ${when} UTC is used (${taskCount} tasks); --replan makes another one`;
  return status === 'running'
    ? `this build was begun before (planned ${when} UTC); it goes on`
    : `this build has ended before; what is still open goes on`;
}

async function mayReplace(
  call: CommandCall<BuildOptions>,
  client: CoordinationClient,
  builds: readonly BuildRecord[],
): Promise<boolean> {
  for (const { run, specification } of builds) {
    const tasks = await tasksOfRun(client.storage, run);
    const done = tasks.filter(({ state }) => state === 'completed').length;
    call.note(
      `${specification.path} has changed since its build was begun: ${done} of ${tasks.length} tasks of that one are done.` +
        ' A new build plans everything anew, and what is left of the old one is cancelled.',
    );
  }
  return askPerson(call, {
    question: 'Begin a new build of the changed specification?',
    why: 'The specification has changed since its build was begun.',
  });
}

async function giveUp(
  call: CommandCall,
  { client, store, settings }: ChooseBuild,
  build: BuildRecord,
): Promise<void> {
  const run = { tag: build.run, id: build.id };
  await giveUpRun(call, { client, settings, run, reason: 'another plan has taken its place' });
  await store.update({ ...build, status: 'ended', endedAt: await client.storage.now() });
}

async function plan(
  call: CommandCall<BuildOptions>,
  { client, specification, settings, prices }: ChooseBuild,
): Promise<StoredBuild> {
  const environment = { ...call.io.environment };
  const provider = await createProvider(settings.worker, { client, environment });
  const { storage, configuration, repository } = client;
  const budgets = withRunBudget(configuration.budgets, settings.budget);
  call.note(`planning ${specification.path} with ${provider.name}/${provider.model}`);
  return planBuild({
    specification,
    files: await filesOf(repository.root),
    provider,
    accounts: createSpendAccounts({ storage, worker: call.actor, prices, budgets }),
    prices,
    environment,
    now: await storage.now(),
    signal: call.signal,
    onWait: (note) => call.note(note),
  });
}

/** Those that git knows or would take in; none where it cannot say. */
async function filesOf(root: string): Promise<string[]> {
  const args = ['ls-files', '--cached', '--others', '--exclude-standard', '-z'];
  try {
    const { stdout } = await promisify(execFile)('git', args, { cwd: root, maxBuffer: 16 * 1024 * 1024 });
    return stdout.split('\0').filter((file) => file !== '');
  } catch {
    return [];
  }
}
