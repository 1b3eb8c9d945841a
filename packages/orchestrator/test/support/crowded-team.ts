import { AgentRegistry } from '@agentcoord/registry';
import { CoordinatorAgent, type CoordinatorEvent, listEscalations } from '../../src/index.js';
import { crowdMachine } from './crowded-machine.js';
import { MemberProcess } from './members.js';
import type { TeamStore } from './team-stores.js';

export interface CrowdedTeam {
  workers: number;
  /** Rounds of the coordinator that the machine is crowded for. */
  rounds: number;
}

/** Half of what is usual, so that a late sign of life is seen sooner than it would be. */
const TIMES = { hungAfter: '20s', deadAfter: '30s', requeueAfter: '40s' } as const;

/**
 * Workers with tasks that last, one agent that is still being started, and a coordinator that watches, on a machine with
 * four times as much work as it has processors. Resolves to what it took for trouble: nothing of it is.
 */
export async function falseAlarms(store: TeamStore, { workers, rounds }: CrowdedTeam): Promise<string[]> {
  const { storage, address, cwd } = store;
  const events: CoordinatorEvent[] = [];
  const crew = {
    storage,
    cwd,
    environment: {},
    onEvent: (event: CoordinatorEvent) => void events.push(event),
  };
  await using coordinator = new CoordinatorAgent({ ...crew, name: 'Main', ...TIMES });
  await coordinator.start();
  const tasks = Array.from({ length: workers }, (_, index) => ({ title: `Long ${index}` }));
  await coordinator.createTasks(tasks);
  const members = Array.from({ length: workers }, (_, index) => {
    return { kind: 'worker', name: `W-${index}`, parent: 'Main', taskMs: 3_600_000 } as const;
  });
  const team = MemberProcess.start({ address, cwd, members, times: TIMES });
  const registry = new AgentRegistry({ storage, startTimeout: '10m' });
  await registry.announce({ name: 'Slow', spawnId: 'worker_slow', parent: 'Main' });
  try {
    for (const { name } of members)
      await team.says((told) => told.name === name && told.begins !== undefined);
    await using _crowd = crowdMachine();
    let seen = 0;
    const enough = new AbortController();
    await coordinator.runOrchestrationLoop({
      interval: 500,
      signal: enough.signal,
      onRound() {
        seen += 1;
        if (seen >= rounds) enough.abort();
      },
    });
    const slow = await registry.get('Slow');
    return [
      ...(await listEscalations(storage)).map(({ title }) => title),
      ...events.flatMap((event) => (event.type === 'agent-dead' ? [`${event.agent} was buried`] : [])),
      ...events.flatMap((event) =>
        event.type === 'trouble' ? [`${event.doing}: ${event.error.message}`] : [],
      ),
      ...(slow?.state === 'spawning' ? [] : [`the agent that is being started is ${slow?.state}`]),
    ];
  } finally {
    await team.kill();
  }
}
