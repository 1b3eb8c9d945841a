import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Storage } from '@agentcoord/core';
import { openFileStorage } from '@agentcoord/storage-file';
import { openRedisStorage } from '@agentcoord/storage-redis';
import { defineProof, type ProofResult } from '@agentcoord/tooling/prove';
import { redisMissing, startRedisServer } from '@agentcoord/tooling/redis-server';
import { type FleetReport, spendAsFleet } from '../test/support/spending-fleet.js';

const WORKERS = 10;
/** What a call is billed on average, so that about half of them are paid for. */
const AVERAGE_USD = 0.012;

export default defineProof({
  promise: 'Ten workers that make 1,000 calls each on one budget are never above its cap, and use it up.',
  run: async ({ scaled }) => {
    const callsEach = scaled(1_000);
    const folder = await mkdtemp(join(tmpdir(), 'agentcoord-prove-'));
    const results: ProofResult[] = [];
    try {
      results.push(await onStore('file', () => openFileStorage({ folder }), callsEach));
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
    const missing = redisMissing();
    if (missing === undefined) results.push(await onRedis(callsEach));
    return {
      counts: Object.assign({}, ...results.map(({ counts }) => counts)),
      violations: results.flatMap(({ violations }) => violations),
      ...(missing === undefined ? {} : { skipped: `on Redis: ${missing}` }),
    };
  },
});

async function onRedis(callsEach: number): Promise<ProofResult> {
  const server = await startRedisServer();
  try {
    const open = () => openRedisStorage({ path: server.socketPath, namespace: 'prove' });
    return await onStore('redis', open, callsEach);
  } finally {
    await server.remove();
  }
}

async function onStore(store: string, open: () => Promise<Storage>, callsEach: number): Promise<ProofResult> {
  const storages = await Promise.all(Array.from({ length: WORKERS }, open));
  const capUsd = Math.ceil(WORKERS * callsEach * AVERAGE_USD * 50) / 100;
  try {
    return judge(store, capUsd, await spendAsFleet({ storages, callsEach, capUsd, random: Math.random }));
  } finally {
    for (const storage of storages) await storage.close();
  }
}

function judge(store: string, capUsd: number, report: FleetReport): ProofResult {
  const { calls, refused, billedUsd, highestUsd } = report;
  const violations = [
    ...(billedUsd > capUsd ? [`${store}: $${billedUsd} billed of $${capUsd}`] : []),
    ...(highestUsd > capUsd ? [`${store}: $${highestUsd} spent and reserved of $${capUsd}`] : []),
    ...(refused === 0 ? [`${store}: nothing was refused, so nothing is shown`] : []),
    ...(billedUsd < 0.9 * capUsd ? [`${store}: only $${billedUsd} of $${capUsd} could be spent`] : []),
  ];
  return {
    counts: {
      [`calls, ${store}`]: calls,
      [`refused, ${store}`]: refused,
      [`cents of the cap, ${store}`]: Math.round(capUsd * 100),
      [`cents billed, ${store}`]: Math.round(billedUsd * 100),
    },
    violations,
  };
}
