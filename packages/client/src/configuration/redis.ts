import { AgentCoordError } from '@agentcoord/core';
import type { Setting } from './setting.js';

/** In place of an address: the file store, whatever else is configured. */
const NO_REDIS = 'none';

/** Which server shares the namespace, and who said so. */
export interface RedisSetting {
  /** How a person finds it: `the option redisUrl`, `REDIS_URL`, a file. */
  setBy: string;
  /** The whole address. A function, because it may hold a password: what prints a configuration prints none. */
  reveal(): string;
}

/** `undefined` for the file store. The address is checked by whoever connects. */
export function redisSetting(setting: Setting | undefined): RedisSetting | undefined {
  if (setting === undefined || setting.value === NO_REDIS) return undefined;
  const { value, setBy } = setting;
  return { setBy, reveal: () => value };
}

/**
 * Why the server that was asked for is not used, with what to do. Never another store instead: agents
 * that believe they share a server would be in lock domains of their own.
 */
export function redisTrouble(error: AgentCoordError, { setBy }: RedisSetting): AgentCoordError {
  const { code, data } = error;
  const details = { data: { ...data, setBy } };
  const instead = `or work without it, in the file store of this clone: --redis ${NO_REDIS} (REDIS_URL=${NO_REDIS})`;
  if (code === 'invalid_argument') {
    return new AgentCoordError(
      'misconfigured',
      `${setBy} is no address of Redis: it must be like redis://user:password@host:6379/0, rediss://host or ` +
        `unix:///path/to/redis.sock. Correct it, ${instead}.`,
      details,
    );
  }
  if (code === 'storage_unavailable') {
    return new AgentCoordError(
      code,
      `${error.message} Its address is set by ${setBy}. Start it, correct the address, ${instead}.`,
      details,
    );
  }
  if (code === 'misconfigured') {
    return new AgentCoordError(code, `${error.message} They are set by ${setBy}.`, details);
  }
  return error;
}
