import type { CommandCall, CommandResult, DefineCommand } from '../command-context.js';
import { fallbackOf } from '../global-options.js';
import { plain } from '../output/plain.js';
import { startTelemetry } from '../telemetry.js';
import { addWorkerOptions, type WorkerFlags, workerSettings } from '../worker/worker-options.js';

export const define: DefineCommand = (command, handle) => {
  addWorkerOptions(command)
    .option('--concurrency <n>', 'tasks at once (default 1)')
    .option('--until-idle', 'leave as soon as there is nothing to claim')
    .option('--parent <agent>', 'the agent that manages it')
    .description(
      'Run one worker in the foreground: it joins as an agent, claims tasks, works, verifies and records\n' +
        'the result. SIGTERM lets a task that is nearly done finish, gives others back, and leaves.',
    )
    .action(handle(work));
};

async function work(call: CommandCall<WorkerFlags>): Promise<CommandResult> {
  const { environment } = call.io;
  const settings = workerSettings(call.options, environment);
  const stop = new AbortController();
  const hurry = new AbortController();
  call.onTerminate((signal) => (signal === 'SIGTERM' ? stop : hurry).abort());
  const [{ CoordinationClient }, { KnownSecrets }, { createWorkerLog }, { runWorker }] = await Promise.all([
    import('@agentcoord/client'),
    import('@agentcoord/llm-worker'),
    import('../worker/worker-log.js'),
    import('../worker/run-worker.js'),
  ]);
  await startTelemetry();
  const { namespace, home, redis: redisUrl } = call.options;
  const name = settings.name ?? call.agent;
  await using client = await CoordinationClient.session({
    cwd: call.cwd,
    namespace,
    home,
    redisUrl,
    ...fallbackOf(call.options),
    environment,
    kind: 'worker',
    role: 'worker',
    tags: settings.tags,
    capabilities: settings.capabilities,
    ...(name === undefined ? {} : { name }),
    ...(settings.parent === undefined ? {} : { parent: settings.parent }),
    signal: AbortSignal.any([stop.signal, hurry.signal]),
    onWait: call.note,
  });
  const logger = createWorkerLog((line) => call.log(line), {
    debug: Boolean(environment.AGENTCOORD_DEBUG),
    agent: () => client.name,
    secrets: new KnownSecrets({ ...environment }).values,
  });
  const summary = await runWorker({
    client,
    settings,
    environment: { ...environment },
    logger,
    stop: stop.signal,
    hurry: hurry.signal,
  });
  return {
    data: { agent: client.name, ...summary },
    text: plain`${client.name}: ${summary.completed} completed, ${summary.failed} failed, ${summary.released} given back, ${summary.lost} lost.`,
  };
}
