import type { SpawnedWorker, WorkerSpawner } from '@agentcoord/spawner';
import type { CommandCall, DefineCommand } from '../command-context.js';
import { wholeNumber } from '../input/parse.js';
import { describeLogLine } from '../output/log-text.js';
import { safe } from '../output/plain.js';
import { findWorkers } from '../worker/find-workers.js';
import { openSpawner } from '../worker/open-spawner.js';

interface LogsOptions {
  follow?: boolean;
  lines?: string;
}

const DEFAULT_LINES = 50;

export const define: DefineCommand = (command, handle) => {
  command
    .description('What workers said: of one, or of all. With --json: JSON Lines.')
    .argument('[worker]', 'name or id of a worker (default: all)')
    .option('--follow', 'go on with what they say from now on')
    .option('--lines <n>', `the newest lines of each (default ${DEFAULT_LINES})`)
    .action(handle(showLogs));
};

async function showLogs(call: CommandCall<LogsOptions>, name?: string): Promise<undefined> {
  const count = wholeNumber(call.options.lines ?? String(DEFAULT_LINES), '--lines', 0, 100_000);
  await using spawner = await openSpawner(call);
  const workers = findWorkers(await spawner.list(), name);
  const show = (worker: SpawnedWorker) => (line: string) => emitLine(call, worker, line, workers.length > 1);
  for (const worker of workers) {
    const lines = count === 0 ? [] : await newest(spawner, worker, count);
    for (const line of lines) show(worker)(line);
  }
  if (call.options.follow) await followAll(call, workers, show);
  return undefined;
}

async function newest(spawner: WorkerSpawner, worker: SpawnedWorker, lines: number): Promise<string[]> {
  const { readLog } = await import('@agentcoord/spawner');
  return (await spawner.readLog(worker.name, { lines })) ?? readLog(worker.logFile, lines);
}

async function followAll(
  call: CommandCall,
  workers: readonly SpawnedWorker[],
  show: (worker: SpawnedWorker) => (line: string) => void,
): Promise<void> {
  const { followLog } = await import('@agentcoord/spawner');
  const { signal } = call;
  const followed = workers.map(async (worker) => {
    for await (const line of followLog({ logFile: worker.logFile, signal })) show(worker)(line);
  });
  await Promise.all(followed);
}

function emitLine(call: CommandCall, worker: SpawnedWorker, line: string, many: boolean): void {
  const { name: workerName, id } = worker;
  const prefix = many ? `${call.paint.heading(safe(workerName))} ` : '';
  call.emit({
    data: { kind: 'log-line', worker: workerName, id, line },
    text: `${prefix}${describeLogLine(line, call.paint)}`,
  });
}
