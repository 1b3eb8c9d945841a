import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { parseArgs } from 'node:util';
import { AgentRegistry } from '@agentcoord/registry';
import { openFileStorage } from '@agentcoord/storage-file';

/** Registers as a worker does, and then behaves as its environment says. */
const { values } = parseArgs({ strict: false, allowPositionals: true });
const { STORE = '', BEHAVIOUR = 'obedient', SECRET = '', AGENTCOORD_SPAWN_ID: spawnId } = process.env;

if (BEHAVIOUR === 'dies') {
  process.stderr.write(`cannot log in with ${SECRET}\n`);
  process.exit(3);
}
if (BEHAVIOUR === 'never-registers') await new Promise(() => setInterval(() => undefined, 1_000_000));

const storage = await openFileStorage({ folder: STORE });
const registry = new AgentRegistry({ storage });
if (BEHAVIOUR === 'stubborn') {
  process.on('SIGTERM', () => undefined);
  const source = "process.on('SIGTERM', () => {}); setInterval(() => {}, 1e6); process.stdout.write('x')";
  const child = spawn(process.execPath, ['-e', source], { stdio: ['ignore', 'pipe', 'ignore'] });
  await once(child.stdout, 'data');
}
// Before it is ready, so that whoever saw it ready can read it.
process.stdout.write(`registers ${String(values.name)}\n`);
const registering = registry.register({ name: String(values.name), spawnId });
// Before others can see it: whoever does may stop it at once.
if (BEHAVIOUR === 'obedient') process.once('SIGTERM', () => void leave(0));
const agent = await registering;
if (BEHAVIOUR === 'one-shot') await leave(0);
if (BEHAVIOUR === 'locks') {
  await storage.leases.acquire({
    grantId: 'lock_1',
    holder: agent.identity,
    keys: [{ key: 'file/a.ts' }],
    ttlMs: 3_600_000,
  });
}
setInterval(() => undefined, 1_000_000);

async function leave(code: number): Promise<void> {
  await (await registering).leave();
  await storage.close();
  process.exit(code);
}
