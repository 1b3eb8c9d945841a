import type { ScaleWorkers, StartWorkers, WorkerSettings, Workforce } from '@agentcoord/tui';
import type { CommandCall } from '../command-context.js';
import type { ScaleOptions } from '../commands/scale.js';
import type { SpawnOptions } from '../commands/spawn.js';

/** What the dashboard starts and scales goes the way of the commands, with the same checks; it prints nothing. Loaded when it is asked for. */
export function openWorkforce(call: CommandCall): Workforce {
  return {
    async start(request: StartWorkers) {
      const { startWorkers } = await import('../commands/spawn.js');
      const { count, name } = request;
      const options = { ...flagsOf(request), count: `${count}`, ...(name === undefined ? {} : { name }) };
      return (await startWorkers(quiet(call, options))).map((worker) => worker.name);
    },
    async scale(request: ScaleWorkers) {
      const { scalePool } = await import('../commands/scale.js');
      const options = { ...flagsOf(request), now: request.now };
      return scalePool(quiet<ScaleOptions>(call, options), `${request.count}`);
    },
  };
}

function flagsOf({ tags, engines, provider, model, maxTasks, mode, restart }: WorkerSettings): SpawnOptions {
  return {
    tags,
    engine: engines,
    mode,
    restart,
    ...(provider === undefined ? {} : { provider }),
    ...(model === undefined ? {} : { model }),
    ...(maxTasks === undefined ? {} : { maxTasks: `${maxTasks}` }),
  };
}

/** A line written beside the dashboard would lie on it. */
function quiet<Options extends object>(call: CommandCall, options: Options): CommandCall<Options> {
  return {
    ...call,
    options: { ...call.options, ...options },
    progress: () => undefined,
    note: () => undefined,
  };
}
