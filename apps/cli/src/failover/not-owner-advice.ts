import { AgentCoordError } from '@agentcoord/core';

/** A store that was asked directly, by a command that was told to, says who may ask it; a person wants to know what to do. */
export function withOwnerAdvice(error: AgentCoordError): AgentCoordError {
  if (!AgentCoordError.is(error, 'not_owner')) return error;
  return new AgentCoordError(
    error.code,
    'In this namespace Redis and the store of a host stand in for each other, and this command asked only one of them. ' +
      'Nothing was changed. Leave out --redis none, set REDIS_URL, and say --fallback auto (or AGENTCOORD_FALLBACK=auto). ' +
      'Who decides now: agentcoord failover status',
    { data: error.data, cause: error },
  );
}
