import { openRedisStorage } from '@agentcoord/storage-redis';
import { redisMissing, startRedisServer } from '@agentcoord/tooling/redis-server';
import { expect, it, onTestFinished } from 'vitest';
import { coordinatorOn } from './support/crew.js';
import { temporaryFolder } from './support/team-stores.js';
import { until } from './support/until.js';

const missing = redisMissing();

it.skipIf(missing)(
  `a coordinator that lost its lead because the store stood still leads again when it goes on${missing ? ` (skipped: ${missing})` : ''}`,
  async () => {
    const server = await startRedisServer();
    onTestFinished(() => server.remove());
    const storage = await openRedisStorage({ path: server.socketPath, namespace: 'away' });
    onTestFinished(() => storage.close());
    const store = { storage, address: '', cwd: await temporaryFolder() };
    const { coordinator, events } = coordinatorOn(store, { name: 'Main', leadFor: 500 });
    await coordinator.start();
    const terms = () => events.filter(({ type }) => type === 'leading').length;
    const looping = coordinator.runOrchestrationLoop({ interval: 50 });
    await until('a round', async () => events.some(({ type }) => type === 'round'));
    server.pause();
    onTestFinished(() => server.resume());
    await until('the lead is lost', async () => coordinator.signal.aborted);
    server.resume();
    await until('it leads again', async () => terms() === 2);
    const before = events.length;
    await until('and looks at its team', async () =>
      events.slice(before).some(({ type }) => type === 'round'),
    );
    await coordinator.stop();
    expect(await looping).toMatchObject({ ended: 'stopped' });
  },
  60_000,
);

it.skipIf(missing)(
  `a coordinator that approves everything goes on when the store was away just as it said so${missing ? ` (skipped: ${missing})` : ''}`,
  async () => {
    const server = await startRedisServer();
    onTestFinished(() => server.remove());
    const storage = await openRedisStorage({ path: server.socketPath, namespace: 'away' });
    onTestFinished(() => storage.close());
    const store = { storage, address: '', cwd: await temporaryFolder() };
    const { coordinator, events } = coordinatorOn(store, { name: 'Main', leadFor: '60s' });
    await coordinator.start();
    server.pause();
    onTestFinished(() => server.resume());
    const looping = coordinator.runOrchestrationLoop({ interval: 50, autoApprove: 'all' });
    await until('it is in trouble', async () => events.some(({ type }) => type === 'trouble'));
    server.resume();
    await until('a round', async () => events.some(({ type }) => type === 'round'));
    const said = await coordinator.client.audit.list({ limit: 100 });
    expect(said.filter(({ type }) => type === 'auto-approve-all')).toHaveLength(1);
    await coordinator.stop();
    expect(await looping).toMatchObject({ ended: 'stopped' });
  },
  60_000,
);
