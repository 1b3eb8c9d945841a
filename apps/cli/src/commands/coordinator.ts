import { invalid } from '@agentcoord/core';
import type { AutoApproveMode, CoordinatorEvent } from '@agentcoord/orchestrator';
import type { CommandCall, CommandResult, DefineCommand } from '../command-context.js';
import { wholeNumber } from '../input/parse.js';
import { plain } from '../output/plain.js';
import { eventData, eventLine } from '../team/coordinator-lines.js';
import { fillTeam, kindOf } from '../team/fill-team.js';
import { addLimitOptions, type LimitFlags, limitsOf } from '../team/team-limits.js';
import { openSpawner } from '../worker/open-spawner.js';

interface CoordinatorFlags extends LimitFlags {
  name?: string;
  parent?: string;
  interval?: string;
  autoApprove?: string | true;
  workers?: string;
  respawn?: boolean;
  llm?: boolean;
  provider?: string;
  model?: string;
  untilDone?: boolean;
}

export const define: DefineCommand = (command, handle) => {
  addLimitOptions(
    command
      .option('--name <name>', 'of the coordinator and its team (default: --agent, else coordinator)')
      .option('--parent <name>', 'the coordinator above; it must have been started before')
      .option('--interval <time>', 'between two looks at the team (default 30s)')
      .option('--auto-approve [what]', 'approve by the configured policies; with "all" everything, unseen')
      .option('--workers <n>', 'start workers until the team has so many')
      .option('--respawn', 'start others in the place of workers that die (with --workers)')
      .option('--llm', 'they work with a language model')
      .option('--provider <provider>', 'anthropic, openai or replay')
      .option('--model <model>', 'a model of the provider')
      .option('--until-done', 'leave when all tasks of the team have ended'),
  )
    .description(
      'Run one coordinator in the foreground: it watches over its team, gives the tasks of dead and\n' +
        'stuck workers to others, decides by policy, and passes on what it cannot. A second one of the\n' +
        'same name stands by and takes over. Ctrl-C leaves; its workers go on, and the next coordinator\n' +
        'of that name carries on with them.',
    )
    .action(handle(coordinate));
};

async function coordinate(call: CommandCall<CoordinatorFlags>): Promise<CommandResult | undefined> {
  const { options } = call;
  const workers = options.workers === undefined ? 0 : wholeNumber(options.workers, '--workers', 0, 100);
  const autoApprove = autoApproveOf(options.autoApprove);
  const limits = limitsOf(options);
  if (options.respawn && workers === 0)
    throw invalid('--respawn', 'given together with --workers, which says how many there shall be');
  const leaving = new AbortController();
  call.onTerminate(() => leaving.abort());
  const [client, { CoordinatorAgent }, spawner] = await Promise.all([
    call.connect(),
    import('@agentcoord/orchestrator'),
    openSpawner(call),
  ]);
  await using _spawner = spawner;
  const signal = AbortSignal.any([leaving.signal, call.signal]);
  await using coordinator = new CoordinatorAgent({
    name: options.name ?? call.agent ?? 'coordinator',
    client,
    spawner,
    environment: call.io.environment,
    onEvent: (event) => show(call, event),
    ...(options.parent === undefined ? {} : { parent: options.parent }),
    ...limits,
  });
  try {
    await coordinator.start({ signal });
    await fillTeam(coordinator, workers, options);
  } catch (error) {
    if (!signal.aborted) throw error;
    return { data: { coordinator: coordinator.name, ended: 'stopped' }, text: 'Left before it led.' };
  }
  const { ended, progress } = await coordinator.runOrchestrationLoop({
    interval: options.interval ?? '30s',
    autoApprove,
    stopWhenDone: options.untilDone === true,
    ...(options.respawn ? { respawn: { ...kindOf(options), count: workers } } : {}),
    signal,
  });
  if (call.json) return undefined;
  const { completed = 0, failed = 0, cancelled = 0 } = progress?.tasks ?? {};
  const counts = plain`${completed} completed, ${failed} failed, ${cancelled} cancelled`;
  const how = ended === 'done' ? 'All tasks have ended' : 'Left; workers go on';
  return { data: { coordinator: coordinator.name, ended, progress }, text: `${how}: ${counts}.` };
}

function show(call: CommandCall, event: CoordinatorEvent): void {
  const text = eventLine(event);
  if (text !== undefined || call.json) call.emit({ data: eventData(event), text: text ?? '' });
}

function autoApproveOf(value: string | true | undefined): AutoApproveMode {
  if (value === undefined || value === true) return value === true;
  if (value === 'all') return 'all';
  throw invalid('--auto-approve', 'given alone, or with "all"', value);
}
