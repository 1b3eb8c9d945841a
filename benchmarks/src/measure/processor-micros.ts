import type { Redis } from 'ioredis';

/** Processor time of the main thread of a server so far. */
export async function processorMicros(redis: Redis): Promise<number> {
  const info = await redis.info('cpu');
  const seconds = [...info.matchAll(/used_cpu_(?:sys|user)_main_thread:([\d.]+)/g)].map((found) =>
    Number(found[1]),
  );
  return seconds.reduce((sum, part) => sum + part, 0) * 1e6;
}
