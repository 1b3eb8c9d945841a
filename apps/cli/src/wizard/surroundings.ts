import { basename } from 'node:path';
import { type Configuration, resolveConfiguration } from '@agentcoord/client';
import type { CommandCall } from '../command-context.js';
import { speaksUtf8 } from '../terminal.js';
import { isOnPath } from './is-on-path.js';
import { type FoundRedis, probeRedis } from './probe-redis.js';

/** What was found before the first question. */
export interface Surroundings {
  configuration: Configuration;
  /** Of the project, for people. */
  folder: string;
  columns: number;
  rows: number;
  colours: boolean;
  unicode: boolean;
  redis: FoundRedis[];
  canStartRedis: boolean;
  environment: Readonly<Record<string, string | undefined>>;
}

export async function lookAround(call: CommandCall): Promise<Surroundings> {
  const { io, options, cwd } = call;
  const { environment } = io;
  const configuration = await resolveConfiguration({
    cwd,
    environment,
    flags: { namespace: options.namespace, home: options.home, redisUrl: options.redis },
  });
  const [redis, server, valkey] = await Promise.all([
    probeRedis(configuration),
    isOnPath('redis-server', environment.PATH),
    isOnPath('valkey-server', environment.PATH),
  ]);
  const terminal = io.stdout as { columns?: number; rows?: number };
  return {
    configuration,
    folder: basename(configuration.repository.root),
    columns: terminal.columns ?? 80,
    rows: terminal.rows ?? 24,
    colours: !environment.NO_COLOR,
    unicode: speaksUtf8(environment),
    redis,
    canStartRedis: server || valkey,
    environment,
  };
}
