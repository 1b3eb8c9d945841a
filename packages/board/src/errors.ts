import { AgentCoordError } from '@agentcoord/core';

export function noSuchThread(id: string): AgentCoordError {
  return new AgentCoordError(
    'not_found',
    `There is no thread ${id} on the board. Look at the list of threads.`,
    {
      data: { thread: id },
    },
  );
}

export function noSuchPost(id: string): AgentCoordError {
  return new AgentCoordError(
    'not_found',
    `There is no message ${id} on the board. Look at the inbox or the thread.`,
    {
      data: { id },
    },
  );
}

export function notAddressed(id: string, agent: string): AgentCoordError {
  return new AgentCoordError(
    'invalid_argument',
    `Message ${id} is not addressed to ${agent}: there is nothing to acknowledge.`,
    {
      data: { field: 'id', id, agent },
    },
  );
}

export function notAsked(id: string): AgentCoordError {
  return new AgentCoordError(
    'invalid_argument',
    `Message ${id} asks for no acknowledgement. Mark it as read instead.`,
    {
      data: { field: 'id', id },
    },
  );
}

export function expiredMessage(id: string, expiresAt: number): AgentCoordError {
  const when = new Date(expiresAt).toISOString();
  return new AgentCoordError('conflict', `Message ${id} expired at ${when}. Tell its author in a reply.`, {
    data: { id, expiresAt },
  });
}

/** With the id, which the board may have chosen: without it nobody could send the same message again. */
export function maybeSent(id: string, cause: AgentCoordError): AgentCoordError {
  return new AgentCoordError(
    'storage_unknown',
    `Whether message ${id} was sent is not known: ${cause.message} Send it again with the id ${id}; it will be there once.`,
    { data: { ...cause.data, id }, cause },
  );
}

/** Others changed the inbox at each of many tries: several processes act for one agent. */
export function inboxBusy(agent: string): AgentCoordError {
  return new AgentCoordError(
    'conflict',
    `The inbox of ${agent} is being changed by others all the time. Let one process read it, or try again.`,
    { data: { agent } },
  );
}
