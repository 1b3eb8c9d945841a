import { join } from 'node:path';
import { AuditLog } from '@agentcoord/audit';
import type { Storage } from '@agentcoord/core';
import { openFileStorage, openMemoryStorage } from '@agentcoord/storage-file';
import { openRedisStorage } from '@agentcoord/storage-redis';
import { defineBenchmark } from '@agentcoord/tooling/benchmark';
import { startRedisServer } from '@agentcoord/tooling/redis-server';
import { type RawLog, rawFileLog, rawRedisLog } from '../../packages/audit/test/support/raw-log.js';
import { fillAndSeal } from './audit-verify/long-log.js';
import { median } from './measure/median.js';
import { withFolder } from './queue-claim/store-folder.js';

export default defineBenchmark({
  title: 'Verifying the audit log',
  about:
    'A sealed log of a million entries by fifty authors: every hash, chain and seal, without the ' +
    'signatures of entries, which cost a fixed time each and are measured apart. Floor: a million in under 10 s. ' +
    'CPU time is what it takes on a machine that has nothing else to do.',
  async run({ quick }) {
    const entries = quick ? 20_000 : 1_000_000;
    const rounds = quick ? 1 : 3;
    return [
      await inFileStore(entries, rounds),
      await inRedis(entries, rounds),
      await measureSignatures(quick ? 200 : 5_000),
    ];
  },
});

function inFileStore(entries: number, rounds: number) {
  return withFolder(async (folder) => {
    await using storage = await openFileStorage({ folder });
    const raw = rawFileLog(folder);
    return await measureHashes({ store: 'file', storage, raw, folder }, entries, rounds);
  });
}

function inRedis(entries: number, rounds: number) {
  return withFolder(async (folder) => {
    const server = await startRedisServer();
    try {
      await using storage = await openRedisStorage({ path: server.socketPath, namespace: 'audit' });
      const raw = rawRedisLog(server.socketPath, 'audit');
      return await measureHashes({ store: 'Redis', storage, raw, folder }, entries, rounds);
    } finally {
      await server.remove();
    }
  });
}

async function measureHashes(
  place: { store: string; storage: Storage; raw: RawLog; folder: string },
  entries: number,
  rounds: number,
) {
  const { store, storage, folder } = place;
  await fillAndSeal(place, entries);
  const audit = new AuditLog({ storage, author: 'auditor', folder: join(folder, 'audit') });
  const times: number[] = [];
  const cpuTimes: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const startedAt = performance.now();
    const cpu = process.cpuUsage();
    const { status, entries: seen } = await audit.verify({ signatures: false });
    if (status !== 'ok' || seen !== entries) throw new Error(`verify says ${status} of ${seen} entries`);
    times.push((performance.now() - startedAt) / 1_000);
    const { user, system } = process.cpuUsage(cpu);
    cpuTimes.push((user + system) / 1e6);
  }
  return row(`hashes, chains and seals, ${store}`, entries, median(times), median(cpuTimes));
}

async function measureSignatures(entries: number) {
  await using storage = await openMemoryStorage();
  await using audit = new AuditLog({ storage, author: 'Ada' });
  for (let index = 0; index < entries; index += 1)
    await audit.logDecision({ type: 'step', context: `${index}` });
  const startedAt = performance.now();
  const cpu = process.cpuUsage();
  const { status } = await audit.verify();
  if (status !== 'ok') throw new Error(`verify says ${status}`);
  const { user, system } = process.cpuUsage(cpu);
  return row('with all signatures', entries, (performance.now() - startedAt) / 1_000, (user + system) / 1e6);
}

function row(what: string, entries: number, seconds: number, cpuSeconds: number) {
  return {
    what,
    entries,
    seconds: seconds.toFixed(2),
    'CPU seconds': cpuSeconds.toFixed(2),
    'entries/s': Math.round(entries / seconds),
  };
}
