import type { ProofResult } from '@agentcoord/tooling/prove';
import {
  type RedisServer,
  type RedisServerOptions,
  redisMissing,
  startRedisServer,
} from '@agentcoord/tooling/redis-server';

/** Runs on a private server and takes it away; skipped with the reason where there can be none. */
export async function onRedis(
  options: RedisServerOptions,
  run: (server: RedisServer) => Promise<ProofResult>,
): Promise<ProofResult> {
  return whereRedisIs(async () => {
    const server = await startRedisServer(options);
    try {
      return await run(server);
    } finally {
      await server.remove();
    }
  });
}

export async function whereRedisIs(run: () => Promise<ProofResult>): Promise<ProofResult> {
  const missing = redisMissing();
  return missing === undefined ? run() : { counts: {}, violations: [], skipped: missing };
}
