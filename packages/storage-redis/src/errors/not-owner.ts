import { AgentCoordError } from '@agentcoord/core';

export interface Refusal {
  /** The epoch whose callers are let in; `null`: nobody is. */
  admits: number | null;
  reason: 'elsewhere' | 'epoch' | 'until';
}

export function notOwner({ admits, reason }: Refusal, epoch: number | undefined): AgentCoordError {
  const messages: Record<Refusal['reason'], string> = {
    elsewhere:
      'Redis runs no changes of this namespace now: it is owned elsewhere, is changing hands, or the server has restarted ' +
      'and was not adopted yet. Ask who owns it and send the same operation there; nothing was changed.',
    epoch:
      `Redis runs changes for epoch ${admits} of the ownership, and the call named ${epoch ?? 'none'}. ` +
      'Ask who owns the namespace now and send the same operation there; nothing was changed.',
    until:
      'Redis runs no changes of this namespace before its gate is set anew, which takes a moment. ' +
      'Send the same operation again; nothing was changed.',
  };
  return new AgentCoordError('not_owner', messages[reason], { data: { admits, reason } });
}
