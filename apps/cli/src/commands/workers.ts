import type { CommandCall, CommandResult, DefineCommand } from '../command-context.js';
import { renderWorkers } from '../output/workers-table.js';
import { openSpawner } from '../worker/open-spawner.js';
import { withActivity } from '../worker/worker-activity.js';

export const define: DefineCommand = (command, handle) => {
  command.action(handle(listWorkers));
};

async function listWorkers(call: CommandCall): Promise<CommandResult> {
  await using spawner = await openSpawner(call);
  const workers = await withActivity(await spawner.list(), await call.connect());
  return {
    data: { workers },
    text: () => (workers.length === 0 ? 'No workers.' : renderWorkers(workers, call.paint)),
  };
}
