import { unpackPackages } from '../debian/unpacked-packages.mjs';
import { findServer, howToGetOne } from './find-server.mjs';

const packages = ['redis-server', 'redis-tools', 'libjemalloc2', 'liblzf1', 'liblua5.1-0'];

/** Set-up: a redis-server for the tests, where this machine has none. */
export function fetchServerIfMissing() {
  if (process.env.AGENTCOORD_REDIS_SERVER || findServer()) return;
  unpackPackages({ name: 'redis', packages, howToGetOne });
}
