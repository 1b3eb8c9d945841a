import { z } from 'zod';

const MAX_CHARACTERS = 1024 * 1024;

export const contentArgument = z.string().max(MAX_CHARACTERS);

export const waitArgument = z
  .number()
  .min(0)
  .max(120)
  .optional()
  .describe('Seconds to wait when another agent holds the lock of the file. Left out: a few seconds.');

export function waitMs(seconds: number | undefined, standardMs: number): number {
  return seconds === undefined ? standardMs : Math.round(seconds * 1000);
}
