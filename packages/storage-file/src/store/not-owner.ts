import { AgentCoordError } from '@agentcoord/core';

export interface Refusal {
  /** The epoch whose callers are let in; `null`: nobody is. */
  admits: number | null;
  reason: 'elsewhere' | 'epoch' | 'until';
}

export function notOwner({ admits, reason }: Refusal, epoch: number | undefined): AgentCoordError {
  const messages: Record<Refusal['reason'], string> = {
    elsewhere:
      'This store runs no changes now: the namespace is owned elsewhere, or is changing hands. ' +
      'Ask who owns it and send the same operation there; nothing was changed.',
    epoch:
      `This store runs changes for epoch ${admits} of the ownership, and the call named ${epoch ?? 'none'}. ` +
      'Ask who owns the namespace now and send the same operation there; nothing was changed.',
    until:
      'This store runs no changes before it has made sure again that it owns the namespace, which takes a moment. ' +
      'Send the same operation again; nothing was changed.',
  };
  return new AgentCoordError('not_owner', messages[reason], { data: { admits, reason } });
}
