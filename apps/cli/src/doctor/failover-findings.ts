import { hostname } from 'node:os';
import type { Configuration, Look } from '@agentcoord/client';
import { AgentCoordError, type GateView } from '@agentcoord/core';
import type { FailoverStatus } from '@agentcoord/storage-failover';
import { conflicts } from './checks/conflicts.js';
import { fallback, fallbackOff } from './checks/fallback.js';
import { follower } from './checks/follower.js';
import { ownership } from './checks/ownership.js';
import { storeFolder } from './checks/store-folder.js';
import type { Finding } from './finding.js';

/** What the checks of the failover go by. */
export interface FailoverFacts {
  status: FailoverStatus;
  setting: Configuration['fallback'];
  setBy: string | undefined;
  machine: string;
  folder: string;
}

interface Subject {
  configuration: Configuration;
  open: () => Promise<Look>;
}

const CHECKS: ReadonlyArray<(facts: FailoverFacts) => Finding> = [fallback, ownership, follower, conflicts];

/** Adds what there is to say about Redis and the store of this host together. */
export async function addFailoverFindings(findings: Finding[], subject: Subject): Promise<void> {
  const { configuration } = subject;
  const look = await subject.open().catch(unlessOfTheServer);
  if (look === undefined) return;
  const { failover, noFallback, storage } = look;
  if (noFallback !== undefined) findings.push(storeFolder(noFallback));
  if (failover === undefined) {
    const gate: GateView['gate'] | undefined = (await storage.replica?.look())?.gate;
    if (gate !== undefined && configuration.fallback === 'off') findings.push(fallbackOff(gate));
    return;
  }
  const facts: FailoverFacts = {
    status: await failover.status(),
    setting: configuration.fallback,
    setBy: configuration.fallbackSetBy,
    machine: hostname(),
    folder: configuration.storeFolder,
  };
  findings.push(...CHECKS.map((check) => check(facts)));
  // Whether a server that does not answer is bad depends on who owns: that is said above.
  const reached = findings.findIndex(({ check, severity }) => check === 'connection' && severity === 'error');
  if (reached >= 0 && facts.status.goneSince !== undefined) findings.splice(reached, 1);
}

/** What is wrong with the server is among the findings already. */
function unlessOfTheServer(error: unknown): undefined {
  if (!AgentCoordError.is(error) || error.code === 'aborted') throw error;
  return undefined;
}
