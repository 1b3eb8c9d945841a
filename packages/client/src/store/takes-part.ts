import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Configuration } from '../configuration/configuration.js';

/** What a host that took part once keeps beside its store. */
export function failoverFolder({ storeFolder }: Pick<Configuration, 'storeFolder'>): string {
  return join(storeFolder, 'failover');
}

/**
 * Whether the store of this host stands beside Redis. Without fallback it only does where it did before: it gives back
 * what it owns and follows, while a process that went to Redis alone would be refused for good.
 */
export function takesPart(configuration: Pick<Configuration, 'fallback' | 'storeFolder'>): boolean {
  return configuration.fallback !== 'off' || existsSync(failoverFolder(configuration));
}
