export const SUPERVISORS = 'spawner/supervisor';

/** Held by whoever supervises the workers of a host: a sign of life of that host. */
export function supervisorKey(host: string): string {
  return `${SUPERVISORS}/${host}`;
}
