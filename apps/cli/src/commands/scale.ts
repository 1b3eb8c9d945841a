import type { CommandCall, CommandResult, DefineCommand } from '../command-context.js';
import { wholeNumber } from '../input/parse.js';
import { plain } from '../output/plain.js';
import { openSpawner } from '../worker/open-spawner.js';
import { planPool } from '../worker/pool.js';
import { startSupervisor } from '../worker/start-supervisor.js';
import { addSpawnOptions, allStarted, type SpawnOptions, spawnRequest } from './spawn.js';

export interface ScaleOptions extends SpawnOptions {
  now?: boolean;
}

export const define: DefineCommand = (command, handle) => {
  addSpawnOptions(command.argument('<n>', 'how many workers there shall be'))
    .option('--now', 'stop the surplus at once; what it works on is given back')
    .description(
      'Bring the number of workers of a pool (those with the same tags and mode) to n: start the missing, and\n' +
        'let the surplus leave, idle ones first. A worker that works finishes its task before it leaves.',
    )
    .action(handle(scale));
};

async function scale(call: CommandCall<ScaleOptions>, n: string): Promise<CommandResult> {
  const data = await scalePool(call, n);
  return { data, text: describe(data, call.options.now === true) };
}

interface Scaled {
  wanted: number;
  before: number;
  started: string[];
  leaving: string[];
}

export async function scalePool(call: CommandCall<ScaleOptions>, n: string): Promise<Scaled> {
  const count = wholeNumber(n, 'n', 0, 100);
  const request = spawnRequest(call);
  const { mode = 'subprocess', tags = [] } = request;
  const client = await call.connect();
  await using spawner = await openSpawner(call, call.options);
  const plan = planPool(await spawner.list(), await client.registry.list(), { mode, tags, count });
  const leaving = plan.surplus.map(({ name }) => name);
  if (call.options.now) await Promise.all(leaving.map((name) => spawner.stop(name)));
  else await Promise.all(leaving.map((name) => spawner.drain(name)));
  if (plan.missing > 0) call.progress(`starting ${plan.missing} workers`);
  const started = await allStarted(
    Array.from({ length: plan.missing }, () => spawner.spawnWorker({ ...request, name: undefined })),
  );
  if (started.length > 0 && request.restart !== undefined) await startSupervisor(call);
  return { wanted: count, before: plan.running, started: started.map(({ name }) => name), leaving };
}

function describe({ wanted, before, started, leaving }: Scaled, now: boolean): string {
  const workers = wanted === 1 ? '1 worker' : `${wanted} workers`;
  if (started.length > 0) return plain`${workers}: ${before} ran, started ${started.join(', ')}`;
  if (leaving.length === 0) return plain`${workers}, as before`;
  const how = now ? 'stopped' : 'leave when their task is done';
  return plain`${workers}: ${before} ran, these ${how}: ${leaving.join(', ')}`;
}
