import type { CoordinationClient } from '@agentcoord/client';
import { AgentCoordError } from '@agentcoord/core';
import type { Failover } from '@agentcoord/storage-failover';
import type { CommandCall } from '../command-context.js';

/** For what only a person may decide, about a namespace that has two places. */
export async function needFailover(
  call: CommandCall,
): Promise<{ client: CoordinationClient; failover: Failover }> {
  if (call.agent !== undefined)
    throw new AgentCoordError(
      'misconfigured',
      `${call.agent} cannot move a namespace: only the operator can. Leave out --agent and AGENTCOORD_AGENT_ID, where you are one.`,
      { data: { agent: call.agent } },
    );
  const client = await call.connect();
  const { failover, configuration, noFallback } = client;
  if (failover !== undefined) return { client, failover };
  throw new AgentCoordError('misconfigured', `Nothing can be moved: ${whyNot(configuration, noFallback)}`, {
    data: { fallback: configuration.fallback },
  });
}

function whyNot(
  { redis, fallback }: CoordinationClient['configuration'],
  noFallback: string | undefined,
): string {
  if (redis === undefined)
    return 'no Redis is configured, so the store of this host is the only place. Set REDIS_URL first.';
  if (fallback === 'off') return 'fallback is off here, so Redis is the only place. Say --fallback auto.';
  return noFallback ?? 'this server of Redis cannot take part.';
}
