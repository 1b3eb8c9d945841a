import type { FailoverStatus } from '@agentcoord/storage-failover';
import { plain } from '../output/plain.js';

/** What a person should know beyond the mode, below it. Nothing where all is well. */
export function failoverLines({ queued, conflicts, fault }: FailoverStatus): string[] {
  return [
    ...(queued === 0 ? [] : [`Outbox     ${queued} messages of this host wait for Redis`]),
    ...(conflicts === 0
      ? []
      : [`Conflicts  ${conflicts} that nobody has looked at: agentcoord failover status`]),
    ...(fault === undefined ? [] : [plain`Trouble    ${fault}`]),
  ];
}

/** Why the store of this host does not take part, although it should. */
export function noFallbackLines(noFallback: string | undefined): string[] {
  return noFallback === undefined ? [] : [plain`Fallback   none on this host: ${noFallback}`];
}
