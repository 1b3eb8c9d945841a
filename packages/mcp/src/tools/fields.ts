import { z } from 'zod';
import type { Room } from '../answers/fitting.js';

/** Longer waits are begun again, so that nobody stands in a line for ever. */
const MAX_WAIT_SECONDS = 3_600;

export const taskId = z.string().min(1).max(128).describe('Id of the task.');
export const labels = z.array(z.string().min(1).max(64)).max(16);
export const cursor = z.string().max(512).optional().describe('From the page before, to go on behind it.');

export function limit(usual: number, most: number) {
  return z.number().int().min(1).max(most).default(usual).describe(`At most so many. Default ${usual}.`);
}

export const waitSeconds = z
  .number()
  .min(0)
  .max(MAX_WAIT_SECONDS)
  .default(0)
  .describe(
    'How long to wait altogether; 0 (default) does not. A call that would last over 25 s answers status "pending" with a wait_id: go on with wait_for.',
  );

/** One entity of the store. */
export const entity = z.record(z.string(), z.unknown());
export const entities = z.array(entity);
export const waitId = z.string().optional().describe('While pending: for wait_for.');
export const nextCursor = z.string().optional().describe('There is more: pass it as cursor.');

const LONG_TEXT = 6_000;

export function room(items: number, characters = LONG_TEXT): Room {
  return { limit: items, characters };
}
