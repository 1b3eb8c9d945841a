import { AgentCoordError, durationMs } from '@agentcoord/core';
import type { StopReport } from '@agentcoord/spawner';
import type { CommandCall, CommandResult, DefineCommand } from '../command-context.js';
import { EXIT } from '../output/exit-codes.js';
import { plain } from '../output/plain.js';
import { findWorkers } from '../worker/find-workers.js';
import { openSpawner } from '../worker/open-spawner.js';

interface StopOptions {
  all?: boolean;
  grace?: string;
}

const GRACE = '10s';

export const define: DefineCommand = (command, handle) => {
  command
    .description('Ask workers to end, wait, and kill with all they started what has not ended by then.')
    .argument('[name...]', 'names or ids of workers')
    .option('--all', 'every worker that runs')
    .option('--grace <duration>', `how long a worker may take to end (default ${GRACE})`)
    .action(handle(stopWorkers));
};

async function stopWorkers(call: CommandCall<StopOptions>, names: string[]): Promise<CommandResult> {
  const { all, grace = GRACE } = call.options;
  durationMs(grace, '--grace');
  if (all ? names.length > 0 : names.length === 0) throw nobodyNamed();
  await using spawner = await openSpawner(call);
  // A name that is wrong is told before anybody is stopped.
  const workers = all ? [] : await spawner.list();
  for (const name of names) findWorkers(workers, name);
  call.progress(all ? 'stopping all workers' : `stopping ${names.length} workers`);
  const stopped: StopReport[] = all
    ? await spawner.stopAll({ grace })
    : await Promise.all(names.map((name) => spawner.stop(name, { grace })));
  return {
    data: { stopped },
    exitCode: stopped.every(({ outcome }) => outcome !== 'still_running') ? EXIT.ok : EXIT.failed,
    text: stopped.length === 0 ? 'No workers.' : stopped.map(describe).join('\n'),
  };
}

function describe({ name, outcome }: StopReport): string {
  return plain`${name}: ${outcome.replaceAll('_', ' ')}`;
}

function nobodyNamed(): AgentCoordError {
  return new AgentCoordError(
    'invalid_argument',
    'Name the workers to stop, or write --all, not both. See agentcoord workers.',
    {
      data: { usage: 'missingArgument' },
    },
  );
}
