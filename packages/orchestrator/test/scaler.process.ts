import { WorkerSpawner } from '@agentcoord/spawner';
import { openFileStorage } from '@agentcoord/storage-file';
import { Leadership } from '../src/autoscaling/leading/leadership.js';
import { AutoScalingCoordinator } from '../src/index.js';

/** One autoscaler; prints every round as a line of JSON. */
const {
  STORE = '',
  FOLDER = '',
  OPTIONS = '{}',
  INTERVAL = '200ms',
  WORKER = '[]',
  LEASE = 'on',
} = process.env;

if (LEASE === 'off') {
  // The sabotage: everybody leads at any time, and no fence tells them apart.
  const signal = new AbortController().signal;
  Leadership.prototype.take = async () => ({ fence: 1, signal, guard: async () => undefined });
}

const storage = await openFileStorage({ folder: STORE });
const [command = process.execPath, ...args] = JSON.parse(WORKER) as string[];
const spawner = new WorkerSpawner({
  storage,
  logFolder: `${FOLDER}/logs`,
  cwd: FOLDER,
  program: { command, args },
  environment: { STORE },
});
await using scaler = new AutoScalingCoordinator({
  ...JSON.parse(OPTIONS),
  storage,
  spawner,
  cwd: FOLDER,
  environment: {},
});
await scaler.start();
const stop = new AbortController();
process.once('SIGTERM', () => stop.abort());
await scaler.runAutoscalingLoop({
  interval: INTERVAL,
  signal: stop.signal,
  onRound: ({ failures, ...round }) =>
    process.stdout.write(
      `${JSON.stringify({ ...round, pid: process.pid, failures: failures.map(({ message }) => message) })}\n`,
    ),
  onError: (error) => process.stderr.write(`${error.code}: ${error.message}\n`),
});
await spawner.close();
await scaler.close();
await storage.close();
