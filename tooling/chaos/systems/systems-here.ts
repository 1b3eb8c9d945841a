import { redisMissing } from '../../redis/redis-server.js';
import { SYSTEMS, system } from './systems.js';

/** Which of these can be tried on this machine, by name; and why others cannot. */
export function systemsHere(names: readonly string[] = SYSTEMS.map(({ name }) => name)): {
  systems: string[];
  missing?: string;
} {
  const missing = redisMissing();
  if (missing === undefined) return { systems: [...names] };
  return { systems: names.filter((name) => !system(name).has.includes('redis')), missing };
}
