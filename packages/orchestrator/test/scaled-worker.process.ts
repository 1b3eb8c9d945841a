import { parseArgs } from 'node:util';
import { pause } from '@agentcoord/core';
import { TaskQueue } from '@agentcoord/queue';
import { AgentRegistry } from '@agentcoord/registry';
import { openFileStorage } from '@agentcoord/storage-file';

/** Works as `agentcoord worker` does: a task takes as long as its payload says, a drain lets it go on to its end. */
const { values } = parseArgs({ strict: false, allowPositionals: true });
const { STORE = '', BEHAVIOUR = 'obedient', AGENTCOORD_SPAWN_ID: spawnId } = process.env;
if (BEHAVIOUR === 'dies') process.exit(3);

const tags = typeof values.tags === 'string' ? values.tags.split(',') : [];
const storage = await openFileStorage({ folder: STORE });
const registry = new AgentRegistry({ storage });
const agent = await registry.register({ name: String(values.name), spawnId, tags });
async function isOpen(): Promise<boolean> {
  return (await storage.records.get({ collection: 'gates', ids: ['tasks'] }))[0] !== undefined;
}

const stop = new AbortController();
process.once('SIGTERM', () => stop.abort());
const queue = new TaskQueue({ storage, worker: agent.identity });
await queue.work(
  async (task) => {
    await agent.setState('working', task.title);
    await pause(Number(task.payload?.ms ?? 0), task.signal);
    while (task.payload?.gated === true && !(await isOpen())) await pause(50, task.signal);
    await agent.setState('idle');
  },
  { tags, drain: agent.drain, signal: AbortSignal.any([stop.signal, agent.signal]), grace: 0 },
);
await agent.leave();
await storage.close();
