import type {
  CallOptions,
  ClaimReply,
  Queues,
  SettleReply,
  Task,
  TaskClaim,
  TaskState,
} from '@agentcoord/core';
import type { Reply } from '../../call/reply.js';
import { decodeTask } from '../../decode/task.js';

/** As the store remembers it: without the tasks. */
interface KeptClaims {
  status: 'claimed';
  claims: Array<{ taskId: string; fence: number; expiresAt: number }>;
}
type KeptReply = KeptClaims | Extract<ClaimReply, { status: 'empty' }>;

/** Puts claims and tasks together. A replayed reply comes without the tasks, and they are read again. */
export class ClaimReplies {
  constructor(
    private readonly looks: Pick<Queues, 'get'>,
    private readonly sawFence: (fence: number) => void,
  ) {}

  claimed({ value, rest }: Reply, options?: CallOptions): Promise<ClaimReply> {
    return this.withTasks(value as unknown as KeptReply, rest, options);
  }

  async settled({ value, rest }: Reply, options?: CallOptions): Promise<SettleReply> {
    const reply = value as unknown as { status: 'settled' | 'fenced'; state?: TaskState; next?: KeptReply };
    if (reply.status === 'fenced' || reply.next === undefined) return reply as SettleReply;
    const next = await this.withTasks(reply.next, rest, options);
    return { status: 'settled', state: reply.state, next } as SettleReply;
  }

  private async withTasks(
    reply: KeptReply,
    rest: readonly unknown[],
    options?: CallOptions,
  ): Promise<ClaimReply> {
    if (reply.status === 'empty') return reply;
    const { claims: kept } = reply;
    for (const { fence } of kept) this.sawFence(fence);
    const ids = kept.map(({ taskId }) => taskId);
    const tasks =
      rest.length > 0 ? rest.map(decodeTask) : await this.looks.get({ taskIds: ids }, readOptions(options));
    const claims: TaskClaim[] = [];
    for (const [index, { fence, expiresAt }] of kept.entries()) {
      const task: Task | undefined = tasks[index];
      if (task !== undefined) claims.push({ task, fence, expiresAt });
    }
    return { status: 'claimed', claims };
  }
}

function readOptions(options: CallOptions = {}): CallOptions {
  const { signal, timeoutMs } = options;
  return { ...(signal ? { signal } : {}), ...(timeoutMs === undefined ? {} : { timeoutMs }) };
}
