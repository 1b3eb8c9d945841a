import type { PushReply, TaskState } from '@agentcoord/core';
import type { Reply } from '../../call/reply.js';

/** As the store remembers it: short where every task was added and is in the same state. */
type KeptPush = PushReply | { state: TaskState; ids: string[] };

export function pushed({ value }: Reply): PushReply {
  const kept = value as unknown as KeptPush;
  if ('tasks' in kept) return kept;
  return { tasks: kept.ids.map((id) => ({ id, status: 'added', state: kept.state })) };
}
