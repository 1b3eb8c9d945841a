import type { AskedProcess } from '../measure/asked-process.js';
import type { Shape } from '../measure/interleaved.js';
import { median } from '../measure/median.js';
import type { LockLibrary } from './libraries.js';
import type { Held, Question } from './question.js';

/** Who gives the lock back lets the other one have it, also one that looks every 10 ms. */
const HANDED_ON = { processes: 2, holdMs: 13, pauseMs: 17 };
const CROWDED = { processes: 4, holdMs: 2, pauseMs: 0 };

export type Contender = AskedProcess<Question, number | Held[]>;

export function lockShapes(
  crews: Record<LockLibrary, Contender[]>,
  { cycles, seconds }: { cycles: number; seconds: number },
): Array<Shape<LockLibrary>> {
  const contend = async (
    library: LockLibrary,
    { processes, ...course }: { processes: number; holdMs: number; pauseMs: number },
  ): Promise<Held[]> => {
    const asked = crews[library]
      .slice(0, processes)
      .map((one) => one.ask({ do: 'contend', seconds, ...course }));
    const held = (await Promise.all(asked)) as Held[][];
    return held.flat().sort((one, other) => one.acquired - other.acquired);
  };
  return [
    {
      measured: 'acquire and release, nobody else',
      unit: 'cycles/s',
      measure: async (library) => Number(await crews[library][0]?.ask({ do: 'cycle', count: cycles })),
    },
    {
      measured: 'hand-off to a waiter, 2 processes, p50',
      unit: 'ms',
      measure: async (library) => median(handOffs(await contend(library, HANDED_ON))),
    },
    {
      measured: 'longest wait, 4 processes',
      unit: 'ms',
      measure: async (library) =>
        Math.max(...(await contend(library, CROWDED)).map(({ asked, acquired }) => acquired - asked)),
    },
  ];
}

/** From the beginning of a release to the grant of another process that had waited by then. */
function handOffs(holdings: readonly Held[]): number[] {
  const times: number[] = [];
  for (const [index, { holder, asked, acquired }] of holdings.entries()) {
    const before = holdings[index - 1];
    if (before !== undefined && before.holder !== holder && asked < before.released)
      times.push(Math.max(0, acquired - before.released));
  }
  return times;
}
