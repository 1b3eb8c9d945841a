import { median } from './median.js';

/** One thing that is measured: the figure of each library in one round. */
export interface Shape<Library extends string> {
  measured: string;
  /** Which is better decides nothing here; it only names the figure. */
  unit: string;
  measure: (library: Library) => Promise<number>;
}

export type Rounds<Library extends string> = Map<string, Record<Library, number[]>>;

/** All libraries take turns at each shape, in another order each round, so that all meet the same machine. */
export async function interleaved<Library extends string>(
  libraries: readonly Library[],
  shapes: ReadonlyArray<Shape<Library>>,
  rounds: number,
): Promise<Rounds<Library>> {
  const figures: Rounds<Library> = new Map();
  for (let round = 0; round < rounds; round += 1) {
    for (const { measured, measure } of shapes) {
      const those = figures.get(measured) ?? emptyRounds(libraries);
      figures.set(measured, those);
      for (let turn = 0; turn < libraries.length; turn += 1) {
        const library = libraries[(turn + round) % libraries.length];
        if (library !== undefined) those[library].push(await measure(library));
      }
    }
  }
  return figures;
}

function emptyRounds<Library extends string>(libraries: readonly Library[]): Record<Library, number[]> {
  return Object.fromEntries(libraries.map((library) => [library, []])) as unknown as Record<
    Library,
    number[]
  >;
}

/** Medians, and the ratio of the first library to each other one: the median over the rounds, and its spread. */
export function comparison<Library extends string>(
  libraries: readonly Library[],
  shapes: ReadonlyArray<Shape<Library>>,
  figures: Rounds<Library>,
): Array<Record<string, string | number>> {
  const [ours, ...peers] = libraries;
  return shapes.map(({ measured, unit }) => {
    const those = figures.get(measured);
    const row: Record<string, string | number> = { measured: `${measured} (${unit})` };
    if (those === undefined || ours === undefined) return row;
    for (const library of libraries) row[library] = rounded(median(those[library]));
    for (const peer of peers) {
      const ratios = those[ours].map((figure, round) => figure / (those[peer][round] ?? Number.NaN));
      row[`${ours} / ${peer}`] = spread(ratios);
    }
    return row;
  });
}

function spread(ratios: readonly number[]): string {
  if (ratios.some(Number.isNaN)) return '–';
  const [low, high] = [Math.min(...ratios), Math.max(...ratios)];
  return `${median(ratios).toFixed(2)} (${low.toFixed(2)}–${high.toFixed(2)})`;
}

function rounded(value: number): number | string {
  if (Number.isNaN(value)) return '–';
  return value >= 100 ? Math.round(value) : Number(value.toPrecision(3));
}
