import type { CliBench } from './cli.js';

/** How often each task was completed, by the store's own log of events. */
export async function completions(cli: CliBench, ...args: string[]): Promise<Map<string, number>> {
  const { stdout } = await cli.run(['events', '--json', '--limit', '1000', ...args]);
  const counts = new Map<string, number>();
  for (const line of stdout.trim().split('\n')) {
    const { data } = JSON.parse(line) as { data: { type: string; entity: string } };
    if (data.type === 'task-completed') counts.set(data.entity, (counts.get(data.entity) ?? 0) + 1);
  }
  return counts;
}
