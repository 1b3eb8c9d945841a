import { redisMissing, startRedisServer } from '@agentcoord/tooling/redis-server';
import { expect, onTestFinished, test, vi } from 'vitest';
import { temporaryRepository } from './support/repository.js';
import { serve } from './support/served.js';

vi.setConfig({ testTimeout: 180_000 });

const missing = redisMissing();

test.skipIf(missing)(
  `a store that is away fails the call, not the connection, and is used once it is back${missing ? ` (skipped: ${missing})` : ''}`,
  async () => {
    const server = await startRedisServer({ appendOnly: 'every write' });
    onTestFinished(() => server.remove());
    await server.stop();
    const served = await serve(temporaryRepository(), `unix://${server.socketPath}`);
    const { client, call } = await served.connect();
    expect((await client.listTools()).tools.length).toBeGreaterThan(15);
    await expect(call('get_status')).rejects.toThrow(/storage_unavailable.*Call again/);
    await server.start();
    const backAgain = (): Promise<unknown> =>
      call('add_tasks', { tasks: [{ title: 'One' }] }).catch(() => undefined);
    await expect.poll(backAgain, { timeout: 60_000 }).toMatchObject({ tasks: [{}] });
    await server.stop('SIGKILL');
    await expect(call('claim_task')).rejects.toThrow(/storage_un/);
    await server.start();
    const claim = (): Promise<unknown> => call('claim_task').catch(() => undefined);
    await expect.poll(claim, { timeout: 60_000 }).toMatchObject({ status: 'claimed' });
  },
);
