import { redisMissing } from '../redis/redis-server.js';
import type { ProofResult } from './proof.js';

/** Proves on a file store and, where there is a server, on Redis; counts and violations carry the name of the store. */
export async function onBothStores(prove: {
  file: () => Promise<ProofResult>;
  redis: () => Promise<ProofResult>;
}): Promise<ProofResult> {
  const results = [named('file', await prove.file())];
  const missing = redisMissing();
  if (missing === undefined) results.push(named('redis', await prove.redis()));
  return {
    counts: Object.assign({}, ...results.map(({ counts }) => counts)),
    violations: results.flatMap(({ violations }) => violations),
    ...(missing === undefined ? {} : { skipped: `on Redis: ${missing}` }),
  };
}

function named(store: string, { counts, violations }: ProofResult): ProofResult {
  return {
    counts: Object.fromEntries(Object.entries(counts).map(([name, count]) => [`${name}, ${store}`, count])),
    violations: violations.map((violation) => `${store}: ${violation}`),
  };
}
