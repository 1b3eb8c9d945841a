import type { Failover } from '@agentcoord/storage-failover';
import { isoTime } from '../output/iso-times.js';

/** Said of every answer that the owner did not give. */
export function staleNote(failover: Failover | undefined): string | undefined {
  const read = failover?.lastRead();
  if (read === undefined || !read.stale) return undefined;
  const age =
    read.asOf === undefined ? 'how old it is, is not known' : `even with the owner at ${isoTime(read.asOf)}`;
  return `Stale: who owns this namespace cannot be asked, and this is what a copy has (${age}).`;
}
