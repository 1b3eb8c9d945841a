/** One operation of a history: somewhere between `from` and `until` it took effect in one step. */
export interface Operation<State> {
  name: string;
  from: number;
  /** Infinity: its outcome is unknown, and it need not have run at all. */
  until: number;
  /** The state after it; `undefined`: in this state it cannot have been answered as it was. */
  apply(state: State): State | undefined;
}

export type Verdict =
  | { linearizable: true }
  /** `stuckAt`: the operation that fits nowhere, on the longest way that was found. */
  | { linearizable: false; stuckAt: string }
  | { linearizable: 'undecided' };

const MAX_STEPS = 300_000;

/**
 * Is there an order of all operations, each within its time, that explains every answer? Wing and Gong's search
 * with Lowe's memory of what was tried: "Testing for linearizability", 2017.
 */
export function linearizable<State>(operations: readonly Operation<State>[], start: State): Verdict {
  const sorted = [...operations].sort((one, other) => one.from - other.from);
  const tried = new Set<string>();
  const ways: Array<{ done: bigint; state: State; count: number }> = [{ done: 0n, state: start, count: 0 }];
  let best = { count: -1, stuckAt: '' };
  for (let steps = 0; steps < MAX_STEPS; steps += 1) {
    const way = ways.pop();
    if (way === undefined) return { linearizable: false, stuckAt: best.stuckAt };
    const open = openOperations(sorted, way.done);
    if (open.earliest === undefined) return { linearizable: true };
    if (way.count > best.count) best = { count: way.count, stuckAt: open.earliest.name };
    for (const index of harmless(sorted, open.next, way.state) ?? open.next) {
      const state = sorted[index]?.apply(way.state);
      if (state === undefined) continue;
      const done = way.done | (1n << BigInt(index));
      const place = `${done.toString(36)} ${JSON.stringify(state)}`;
      if (tried.has(place)) continue;
      tried.add(place);
      ways.push({ done, state, count: way.count + 1 });
    }
  }
  return { linearizable: 'undecided' };
}

/** One that fits and changes nothing can as well come now: no other order has to be tried. */
function harmless<State>(
  sorted: readonly Operation<State>[],
  next: readonly number[],
  state: State,
): number[] | undefined {
  const place = JSON.stringify(state);
  const found = next.find((index) => {
    const operation = sorted[index];
    if (operation === undefined || operation.until === Number.POSITIVE_INFINITY) return false;
    return JSON.stringify(operation.apply(state)) === place;
  });
  return found === undefined ? undefined : [found];
}

/** What may come next: all that had begun when the first of those that must still come was answered. */
function openOperations<State>(
  sorted: readonly Operation<State>[],
  done: bigint,
): { earliest: Operation<State> | undefined; next: number[] } {
  let earliest: Operation<State> | undefined;
  const next: number[] = [];
  for (const [index, operation] of sorted.entries()) {
    if (earliest !== undefined && operation.from > earliest.until) break;
    if ((done >> BigInt(index)) & 1n) continue;
    next.push(index);
    const mustCome = operation.until !== Number.POSITIVE_INFINITY;
    if (mustCome && (earliest === undefined || operation.until < earliest.until)) earliest = operation;
  }
  const until = earliest?.until ?? 0;
  // Tried from the end: what was answered first comes first, as it mostly was so.
  const inTime = next.filter((index) => (sorted[index]?.from ?? 0) <= until);
  return {
    earliest,
    next: inTime.sort((one, other) => (sorted[other]?.until ?? 0) - (sorted[one]?.until ?? 0)),
  };
}
