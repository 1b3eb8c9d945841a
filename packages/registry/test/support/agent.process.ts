import { writeSync } from 'node:fs';
import { AgentRegistry } from '@agentcoord/registry';
import { openStore, type Place } from './open-store.js';

/** Registers, claims a task, locks a folder, and lives until it is killed. */
const [place = '', name = ''] = process.argv.slice(2);

const storage = await openStore(JSON.parse(place) as Place);
const agent = await new AgentRegistry({ storage, heartbeat: 200, deadAfter: 1_000 }).register({ name });
await storage.queues.claim({ worker: agent.identity, leaseMs: 3_600_000 });
await storage.leases.acquire({
  grantId: 'lock-1',
  holder: `${agent.identity}/task-1`,
  keys: [{ key: 'file/src', scope: 'tree' }],
  ttlMs: 3_600_000,
});
writeSync(1, `${JSON.stringify({ identity: agent.identity })}\n`);
setInterval(() => undefined, 60_000);
