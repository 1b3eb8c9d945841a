import { AgentCoordError } from '@agentcoord/core';

/** Carries no address: it may hold a password, and nothing here connects. */
export interface RedisSetting {
  /** How a person finds it: `the option redisUrl`, `REDIS_URL`, a file. */
  setBy: string;
}

/**
 * This build has no Redis storage. Going on with files would put agents that believe they share a
 * server into lock domains of their own, so it is refused.
 */
export function refuseRedis({ setBy }: RedisSetting): never {
  throw new AgentCoordError(
    'misconfigured',
    `Redis is configured (by ${setBy}), but this version of AgentCoord has only the embedded file store. ` +
      'Nothing was started, so that no agents are split. Remove the setting to use the file store ' +
      '(for one command: `REDIS_URL= agentcoord …`).',
    { data: { setBy } },
  );
}
