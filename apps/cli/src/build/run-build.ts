import { join, resolve } from 'node:path';
import type { CoordinationClient } from '@agentcoord/client';
import { createSandbox, type Sandbox } from '@agentcoord/llm-worker';
import {
  type BuildReport,
  type BuildStore,
  buildMarkdown,
  buildTasks,
  type CheckResult,
  chooseCheck,
  costsOf,
  type FinalCheck,
  reportBuild,
  runCheck,
  type StoredBuild,
} from '@agentcoord/orchestrator';
import type { CommandCall, CommandResult } from '../command-context.js';
import { EXIT } from '../output/exit-codes.js';
import { carryOut } from '../team-run/carry-out.js';
import { resultFolder, writeResult } from '../team-run/result-folder.js';
import type { RunSettings } from '../team-run/run-options.js';
import { trySandbox } from '../team-run/try-sandbox.js';
import type { BuildOptions } from './build-command.js';
import { renderReport } from './report-text.js';

export interface RunBuild {
  client: CoordinationClient;
  store: BuildStore;
  stored: StoredBuild;
  settings: RunSettings;
  lost: AbortSignal;
}

/** Everything from an approved plan to its report; done again, it does only what is left. */
export async function runBuild(call: CommandCall<BuildOptions>, parts: RunBuild): Promise<CommandResult> {
  const { client, store, stored, settings, lost } = parts;
  const { record, plan } = stored;
  const { root } = client.repository;
  const sandbox = sandboxOf(call, client, settings);
  // Before anything is spent: where there is none, every such task would be refused at its end.
  if (plan.tasks.some(({ verify }) => verify !== undefined)) await trySandbox(sandbox, root, call.signal);
  if (call.options.retryFailed) await retryFailed(call, client, record.run);
  const tasks = buildTasks(record, plan);
  // Before models write to the file in which it is found.
  const before = await chooseCheck(root, call.options.check);
  const ended = await carryOut(call, {
    client,
    run: { tag: record.run, id: record.id },
    tasks,
    settings,
    lost,
  });
  const check = await finalCheck(call, { root, sandbox, before });
  lost.throwIfAborted();
  const endedAt = await client.storage.now();
  const ids = new Set([record.id, ...ended.map(({ id }) => id)]);
  // The planner was paid a little before its plan was written down.
  const costs = await costsOf(client.storage, ids, 0);
  const report = reportBuild({ record, plan, tasks: ended, check, costs, endedAt });
  await store.update({ ...record, status: 'ended', endedAt });
  const file = reportFile(call, client, record.id);
  await writeResult(file, buildMarkdown(report));
  return result(call, report, file);
}

function result(call: CommandCall, report: BuildReport, file: string): CommandResult {
  return {
    data: { ...report, report: file },
    text: () => renderReport(report, file, call.paint),
    exitCode: report.ok ? EXIT.ok : EXIT.failed,
  };
}

function sandboxOf(call: CommandCall, client: CoordinationClient, settings: RunSettings): Sandbox {
  const { home, storeFolder, operatorKeyFile } = client.configuration;
  return createSandbox({
    environment: { ...call.io.environment },
    hidden: [home, storeFolder, operatorKeyFile],
    unsafeNoSandbox: settings.worker.unsafeNoSandbox,
  });
}

async function finalCheck(
  call: CommandCall<BuildOptions>,
  { root, sandbox, before }: { root: string; sandbox: Sandbox; before: FinalCheck | undefined },
): Promise<CheckResult | undefined> {
  const check = (await chooseCheck(root, call.options.check)) ?? before;
  if (!check) return undefined;
  call.note(`final check: ${check.command}`);
  const environment = { ...call.io.environment };
  return runCheck(check, { root, sandbox, environment, signal: call.signal });
}

async function retryFailed(call: CommandCall, client: CoordinationClient, run: string): Promise<void> {
  const { tasks } = await client.queue.list({ tags: [run], states: ['failed', 'cancelled'], limit: 1_000 });
  for (const { id } of tasks) await client.queue.retry(id, { by: call.actor });
  if (tasks.length > 0)
    call.note(`${tasks.length} failed ${tasks.length === 1 ? 'task is' : 'tasks are'} tried again`);
}

function reportFile(call: CommandCall<BuildOptions>, client: CoordinationClient, id: string): string {
  const { report } = call.options;
  return report === undefined
    ? join(resultFolder(client.configuration, 'builds'), `${id}.md`)
    : resolve(call.cwd, report);
}
