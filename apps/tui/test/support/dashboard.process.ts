import { CoordinationClient } from '@agentcoord/client';
import { WorkerSpawner } from '@agentcoord/spawner';
import { runDashboard, THEME_NAMES } from '../../src/index.js';

/**
 * The dashboard over the store of this folder, as the command line starts it. On SIGUSR2 it breaks, as a programming
 * error would.
 */
const { TEST_THEME, TEST_READ_ONLY, TEST_RECORD } = process.env;
const theme = THEME_NAMES.find((name) => name === TEST_THEME);
const stopping = new AbortController();
for (const name of ['SIGTERM', 'SIGINT'] as const)
  process.on(name, () => {
    process.exitCode = name === 'SIGTERM' ? 143 : 130;
    stopping.abort();
  });
process.on('SIGUSR2', () =>
  setImmediate(() => {
    throw new Error('broken on purpose');
  }),
);

await using client = await CoordinationClient.open({ name: 'operator' });
const { storage, configuration } = client;
await runDashboard({
  client,
  actor: 'operator',
  openDecider: async () => client.approvals,
  openSpawner: async () =>
    new WorkerSpawner({ storage, logFolder: configuration.logFolder, spawnedBy: 'operator' }),
  workforce: {
    start: async ({ name }) => [name ?? 'worker-1'],
    scale: async () => ({ before: 0, started: ['worker-1'], leaving: [] }),
  },
  environment: process.env,
  input: process.stdin,
  output: process.stdout,
  signal: stopping.signal,
  ...(theme === undefined ? {} : { theme }),
  ...(TEST_RECORD === undefined ? {} : { record: TEST_RECORD }),
  readOnly: TEST_READ_ONLY === '1',
});
