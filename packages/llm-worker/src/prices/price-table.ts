import { readFile } from 'node:fs/promises';
import { AgentCoordError, describeThrown } from '@agentcoord/core';
import { z } from 'zod';
import shipped from './prices.json' with { type: 'json' };

export const PRICES_FORMAT = 'agentcoord-prices/1';

const dollars = z.number().min(0).max(1_000_000);
const rates = z.strictObject({
  input: dollars,
  output: dollars,
  /** Default: as `input`. */
  cacheWrite: dollars.optional(),
  /** For the day a request asks for it: requests of this version never do. */
  cacheWrite1h: dollars.optional(),
  /** Default: as `input`. */
  cacheRead: dollars.optional(),
});
const price = rates.extend({
  /** Other rates for a whole request whose prompt, cached or not, is longer. */
  tiers: z.array(rates.extend({ aboveInputTokens: z.int().min(1) })).optional(),
});
const priceFile = z.strictObject({
  format: z.literal(PRICES_FORMAT),
  date: z.iso.date(),
  unit: z.string().optional(),
  models: z.record(z.string().min(1), price),
});

/** In dollars per million tokens. */
export type ModelPrice = z.output<typeof price>;
export type TokenRates = z.output<typeof rates>;
type PriceFile = z.output<typeof priceFile>;

const DATED = /-(\d{8}|\d{4}-\d{2}-\d{2})$/;

/** What models cost, as of a date. A model it does not know has no price: never a price of zero. */
export class PriceTable {
  private constructor(
    /** Of the file that has the model, or of the newest one. */
    readonly date: string,
    private readonly models: ReadonlyMap<string, ModelPrice>,
  ) {}

  /** The prices that came with this version. */
  static shipped(): PriceTable {
    return PriceTable.of([priceFile.parse(shipped)]);
  }

  /**
   * The prices that came with this version, with those of a file of yours replaced or added.
   * @throws `misconfigured` naming the file and the field.
   */
  static async load(path: string | undefined): Promise<PriceTable> {
    if (path === undefined) return PriceTable.shipped();
    return PriceTable.of([priceFile.parse(shipped), await readPriceFile(path)]);
  }

  private static of(files: readonly PriceFile[]): PriceTable {
    const models = new Map(files.flatMap((file) => Object.entries(file.models)));
    const date =
      files
        .map((file) => file.date)
        .sort()
        .at(-1) ?? '';
    return new PriceTable(date, models);
  }

  /** `claude-sonnet-5-5-20261001` costs what `claude-sonnet-5-5` costs, unless it is named itself. */
  priceOf(model: string): ModelPrice | undefined {
    return this.models.get(model) ?? this.models.get(model.replace(DATED, ''));
  }
}

async function readPriceFile(path: string): Promise<PriceFile> {
  let value: unknown;
  try {
    value = JSON.parse(await readFile(path, 'utf8'));
  } catch (thrown) {
    throw wrongFile(path, describeThrown(thrown), thrown);
  }
  const parsed = priceFile.safeParse(value);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw wrongFile(path, `${issue?.path.map(String).join('.') || 'it'}: ${issue?.message ?? 'is wrong'}`);
}

function wrongFile(path: string, why: string, cause?: unknown): AgentCoordError {
  return new AgentCoordError(
    'misconfigured',
    `The prices in ${path} cannot be used: ${why}. Correct the file, or leave it out to use the prices that came with this version.`,
    { data: { file: path }, cause },
  );
}
