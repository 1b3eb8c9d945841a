import type { CoordinationClient } from '@agentcoord/client';
import { newId } from '@agentcoord/core';
import type { CommandCall } from '../command-context.js';

/**
 * Under which name this command holds locks. A living agent's locks go with its incarnation, so that
 * they end with it; an agent that is only a name holds by the name. The operator holds anew with every
 * command: two shells of one person exclude each other.
 */
export async function lockHolder(call: CommandCall, client: CoordinationClient): Promise<string> {
  if (call.agent === undefined) return `${call.actor}/${newId('cli')}`;
  const known = await client.registry.get(call.agent);
  const isAlive = known !== undefined && !['dead', 'left', 'spawning'].includes(known.state);
  return isAlive ? known.identity : call.agent;
}

/** Whether a lock belongs to this actor: held by the name, one of its incarnations, or a flow of work of either. */
export function isHeldBy(holder: string, actor: string): boolean {
  return holder === actor || holder.startsWith(`${actor}/`) || holder.startsWith(`${actor}#`);
}
