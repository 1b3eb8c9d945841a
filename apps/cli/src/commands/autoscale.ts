import { type Duration, durationMs, formatDuration, pause } from '@agentcoord/core';
import type { AutoScalingCoordinator, ScalingRound } from '@agentcoord/orchestrator';
import { addScalingOptions, type ScalingFlags, scalingOptions } from '../autoscale/scaling-options.js';
import type { CommandCall, CommandResult, DefineCommand } from '../command-context.js';
import { describeRound, roundData, roundMark } from '../output/scaling-text.js';
import { startTelemetry } from '../telemetry.js';
import { openSpawner } from '../worker/open-spawner.js';

interface AutoscaleFlags extends ScalingFlags {
  interval?: string;
  once?: boolean;
  dryRun?: boolean;
  explain?: boolean;
  drain?: boolean;
  forgetCrashes?: boolean;
}

const DEFAULT_INTERVAL: Duration = '30s';

export const define: DefineCommand = (command, handle) => {
  addScalingOptions(command)
    .option('--interval <duration>', `how often it looks (default ${DEFAULT_INTERVAL})`)
    .option('--once', 'look and act once, then end')
    .option('--dry-run', 'say what would be done, and do nothing')
    .option('--explain', 'say at every look why the number is what it is, not only when it changes')
    .option('--drain', 'at the end ask all its workers to leave when they have no task (default: they go on)')
    .option('--forget-crashes', 'start workers again although the last ones ended badly')
    .description(
      'Start workers when tasks wait, and let them leave when there is nothing to do.\n' +
        'A worker that works is never stopped. However many run, one acts and the others stand by.\n' +
        'Ctrl-C ends it; the workers go on. Defaults come from the key "autoscale" of .agentcoord/config.json, which may also have pools by tag.',
    )
    .action(handle(autoscale));
};

async function autoscale(call: CommandCall<AutoscaleFlags>): Promise<CommandResult | undefined> {
  const { once, dryRun, explain, drain, forgetCrashes } = call.options;
  const [client, { AutoScalingCoordinator: Scaler }] = await Promise.all([
    call.connect(),
    import('@agentcoord/orchestrator'),
  ]);
  const { environment } = call.io;
  const { cwd, autoscale: inFile } = client.configuration;
  const interval = call.options.interval ?? inFile.interval ?? DEFAULT_INTERVAL;
  const intervalMs = durationMs(interval, '--interval');
  const options = scalingOptions(call.options, { environment, cwd, autoscale: inFile });
  await startTelemetry();
  await using spawner = await openSpawner(call, call.options);
  await using scaler = new Scaler({ ...options, client, spawner });
  await scaler.start();
  if (forgetCrashes) await scaler.forgetCrashes();
  if (once) {
    const round = await scaler.runRound({ dryRun });
    return { data: roundData(round), text: describeRound(round) };
  }
  call.note(`Looks at the queue every ${formatDuration(intervalMs)}. ${endingNote(drain)}`);
  await loop(call, scaler, { intervalMs, dryRun, explain });
  if (drain && !dryRun) await letLeave(call, scaler);
  return undefined;
}

/** One that is starting cannot be asked before it is there; Ctrl-C gives it this long. */
const ASK_FOR_MS = 1_000;
const ASK_AGAIN_MS = 100;

async function letLeave(call: CommandCall, scaler: AutoScalingCoordinator): Promise<void> {
  const until = performance.now() + ASK_FOR_MS;
  let left = await scaler.retireAll();
  while (left.starting.length > 0 && performance.now() < until) {
    await pause(ASK_AGAIN_MS);
    left = await scaler.retireAll();
  }
  const { leaving, starting } = left;
  if (leaving.length > 0) call.note(`Asked to leave when they have no task: ${leaving.join(', ')}`);
  if (starting.length > 0)
    call.note(
      `Still starting, so they could not be asked: ${starting.join(', ')}. End them with agentcoord stop <name>.`,
    );
}

function endingNote(drain: boolean | undefined): string {
  return drain ? 'Ctrl-C ends it and lets its workers leave.' : 'Ctrl-C ends it; its workers go on.';
}

interface Loop {
  intervalMs: number;
  dryRun?: boolean;
  explain?: boolean;
}

async function loop(
  call: CommandCall<AutoscaleFlags>,
  scaler: AutoScalingCoordinator,
  { intervalMs, dryRun, explain }: Loop,
): Promise<void> {
  let last = '';
  const show = (round: ScalingRound): void => {
    const mark = roundMark(round);
    if (call.json || explain || mark !== last) {
      const text = `${new Date(round.at).toISOString()} ${describeRound(round)}`;
      call.emit({ data: { kind: 'round', ...roundData(round) }, text });
    }
    last = mark;
  };
  await scaler.runAutoscalingLoop({
    interval: intervalMs,
    signal: call.signal,
    dryRun,
    onRound: show,
    onError: ({ message }) => call.note(message),
  });
}
