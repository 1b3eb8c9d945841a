import { Board } from '@agentcoord/board';
import type { CommandCall } from '../command-context.js';

/** The board as the one who acts sees it; recipients are the agents of the registry. */
export async function openBoard(call: CommandCall): Promise<Board> {
  const { storage, registry } = await call.connect();
  return new Board({ storage, author: call.actor, resolve: () => registry.list() });
}
