import { defineProof } from '@agentcoord/tooling/prove';
import { amongForeignKeys } from '../test/harness/foreign-keys.js';
import { onRedis } from './on-redis.js';

export default defineProof({
  promise: 'A million foreign keys in the same Redis change nothing: the same work takes the same commands.',
  run: ({ scaled }) =>
    onRedis({}, async (server) => {
      const { keys, commands, violations } = await amongForeignKeys(server, scaled(1_000_000));
      return { counts: { 'foreign keys': keys, 'kinds of commands': commands }, violations };
    }),
});
