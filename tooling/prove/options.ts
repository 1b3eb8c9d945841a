import { randomInt } from 'node:crypto';
import { parseArgs } from 'node:util';

export interface ProveOptions {
  scale: number;
  seed: number;
  seedGiven: boolean;
  fresh: boolean;
  /** Only proofs whose name contains one of these; all where empty. */
  names: string[];
}

export function readOptions(args: string[]): ProveOptions {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      scale: { type: 'string', default: '1' },
      seed: { type: 'string' },
      fresh: { type: 'boolean', default: false },
    },
  });
  const scale = Number(values.scale);
  if (!(scale > 0)) throw new Error(`--scale must be a number above 0, not "${values.scale}"`);
  const seed = values.seed === undefined ? randomInt(2 ** 31) : Number(values.seed);
  if (!Number.isSafeInteger(seed)) throw new Error(`--seed must be a whole number, not "${values.seed}"`);
  return { scale, seed, seedGiven: values.seed !== undefined, fresh: values.fresh, names: positionals };
}
