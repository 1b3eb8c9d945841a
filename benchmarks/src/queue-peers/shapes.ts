import type { Redis } from 'ioredis';
import type { Shape } from '../measure/interleaved.js';
import type { Library, Worker } from './crew.js';

export interface Size {
  /** Jobs that are added one by one; 50 in flight and in bulk are more. */
  added: number;
  /** How long workers work. */
  seconds: number;
  /** Jobs whose time from sending to starting is taken. */
  timed: number;
}

/** Every shape of use, each on an empty server and a queue of its own. */
export function shapes(
  crews: Record<Library, Worker[]>,
  redis: Redis,
  { added, seconds, timed }: Size,
): Array<Shape<Library>> {
  const worker = (library: Library, number = 0): Worker => {
    const found = crews[library][number];
    if (found === undefined) throw new Error(`${library} has no process ${number}.`);
    return found;
  };
  const queue = 'jobs';
  const adding = (inFlight: number, count: number) => async (library: Library) => {
    await redis.flushall();
    return await worker(library).ask({ do: 'add', queue, count, inFlight });
  };
  const processing = (workers: number, concurrency: number, backlog: number) => async (library: Library) => {
    await redis.flushall();
    await worker(library).ask({ do: 'add-bulk', queue, count: Math.ceil(backlog * seconds) });
    const rates = crews[library]
      .slice(0, workers)
      .map((one) => one.ask({ do: 'work', queue, concurrency, seconds }));
    return (await Promise.all(rates)).reduce((sum, rate) => sum + rate, 0);
  };
  return [
    { measured: 'add, one after the other', unit: 'jobs/s', measure: adding(1, added) },
    { measured: 'add, 50 in flight', unit: 'jobs/s', measure: adding(50, added * 5) },
    {
      measured: 'add in bulk, 1,000 at once',
      unit: 'jobs/s',
      async measure(library) {
        await redis.flushall();
        return await worker(library).ask({ do: 'add-bulk', queue, count: added * 10 });
      },
    },
    { measured: 'process, 1 worker × 1', unit: 'jobs/s', measure: processing(1, 1, 25_000) },
    { measured: 'process, 1 worker × 50', unit: 'jobs/s', measure: processing(1, 50, 70_000) },
    { measured: 'process, 4 workers × 1', unit: 'jobs/s', measure: processing(4, 1, 35_000) },
    { measured: 'process, 4 workers × 10', unit: 'jobs/s', measure: processing(4, 10, 70_000) },
    {
      measured: 'from add to the start of the handler, p50',
      unit: 'ms',
      async measure(library) {
        await redis.flushall();
        const times = worker(library, 1).ask({ do: 'work-off', queue, concurrency: 1, count: timed });
        await new Promise((resolve) => setTimeout(resolve, 500));
        await worker(library).ask({ do: 'add-slowly', queue, count: timed });
        return await times;
      },
    },
  ];
}
