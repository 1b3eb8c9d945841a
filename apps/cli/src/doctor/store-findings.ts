import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Configuration } from '@agentcoord/client';
import type { CommandCall } from '../command-context.js';
import { claimableTasks } from './checks/claimable-tasks.js';
import { storeClock } from './checks/store-clock.js';
import { addFailoverFindings } from './failover-findings.js';
import { fileFindings } from './file-findings.js';
import type { Finding } from './finding.js';
import { redisFindings } from './redis-findings.js';

/** Where it is, the store of this host is there already. */
const STORE_FILE = 'agentcoord.db';

/** Everything there is to say about the store in use. */
export async function storeFindings(
  configuration: Configuration,
  call: CommandCall,
): Promise<{ address: string; findings: Finding[] }> {
  const { redis, namespace, fallback, storeFolder } = configuration;
  const { address, findings, isThere } = redis
    ? await redisFindings({ namespace, url: redis.reveal(), signal: call.signal })
    : await fileFindings(configuration, () => call.look());
  const all = [...findings];
  const isKnownHere = redis !== undefined && existsSync(join(storeFolder, STORE_FILE));
  // To open a namespace that is not there would make it.
  if (redis && (isThere || (isKnownHere && fallback !== 'off')))
    await addFailoverFindings(all, { configuration, open: () => call.look() });
  if (isThere && !all.some(({ severity }) => severity === 'error')) {
    const look = await call.look();
    if (redis === undefined) all.push(storeClock(await look.storage.now(), Date.now()));
    all.push(await claimableTasks(look));
  }
  return { address, findings: all };
}
