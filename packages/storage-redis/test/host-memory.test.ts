import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startRedisServer } from '@agentcoord/tooling/redis-server';
import { describe, expect, onTestFinished, test } from 'vitest';
import { openRedisStorage } from '../src/index.js';
import { withClient } from './harness/redis-client.js';
import { freshNamespace, missing, unless } from './harness/redis-namespace.js';

const lease = (grantId: string, ttlMs: number) => ({
  grantId,
  holder: grantId,
  keys: [{ key: 'file/a' }],
  ttlMs,
});

/** One client was granted the lease and went; then the server is emptied. */
async function grantedAndForgotten(ttlMs: number, memoryFile?: string) {
  const server = await startRedisServer();
  onTestFinished(() => server.remove());
  const options = { ...freshNamespace(server), ...(memoryFile === undefined ? {} : { memoryFile }) };
  const holder = await openRedisStorage(options);
  await holder.leases.acquire(lease('holder', ttlMs));
  await holder.close();
  await withClient(server, (redis) => redis.flushall());
  return options;
}

function memoryFile(): string {
  const folder = mkdtempSync(join(tmpdir(), 'agentcoord-memory-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return join(folder, 'redis', 'known.json');
}

describe.skipIf(missing)(`a newcomer to an emptied server${unless}`, () => {
  test('does not grant what another client of its host may still hold', async () => {
    const file = memoryFile();
    await using newcomer = await openRedisStorage(await grantedAndForgotten(600_000, file));
    expect(await newcomer.leases.acquire(lease('newcomer', 1_000))).toMatchObject({ status: 'busy' });
    expect(readdirSync(join(file, '..')).sort()).toEqual(['.gitignore', 'known.json']);
  });

  test('that was told nothing by its host would grant it', async () => {
    await using newcomer = await openRedisStorage(await grantedAndForgotten(600_000));
    expect(await newcomer.leases.acquire(lease('newcomer', 1_000))).toMatchObject({ status: 'granted' });
  });

  test('waits for nothing once all that its host was granted is over', async () => {
    const options = await grantedAndForgotten(50, memoryFile());
    const until = performance.now() + 60;
    while (performance.now() < until) await new Promise(setImmediate);
    await using newcomer = await openRedisStorage(options);
    expect(await newcomer.leases.acquire(lease('newcomer', 1_000))).toMatchObject({ status: 'granted' });
  });

  test('takes a file that is no memory for none', async () => {
    const file = memoryFile();
    const options = await grantedAndForgotten(600_000, file);
    writeFileSync(file, '{"birth":7');
    await using newcomer = await openRedisStorage(options);
    expect(await newcomer.leases.acquire(lease('newcomer', 1_000))).toMatchObject({ status: 'granted' });
  });
});
