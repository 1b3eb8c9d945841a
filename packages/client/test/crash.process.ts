import { CoordinationClient } from '../src/index.js';

/** Opens a session, takes a task and two locks, says so, and waits to be killed. */
const [cwd = '', name = ''] = process.argv.slice(2);
const coord = await CoordinationClient.session({
  cwd,
  name,
  environment: {},
  deadAfter: 1_000,
  heartbeat: 250,
});
const task = await coord.claimTask({ lease: '1h' });
if (!task) throw new Error('there was no task');
await coord.lockFile('a.ts', { ttl: '1h' });
await coord.forTask(task).lockFile('b.ts', { ttl: '1h' });
process.stdout.write('holding\n');
setInterval(() => undefined, 1_000_000);
