import { z } from 'zod';

/** A path as an argument. Where it may lead is decided when it is resolved, not here. */
export const pathArgument = z
  .string()
  .max(4096)
  .describe('Relative to the root of the workspace, such as "src/index.ts".');
