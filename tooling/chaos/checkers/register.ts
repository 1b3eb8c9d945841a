import { answered, type CallOf, callsOf, mayHaveRun } from '../history/call.js';
import type { Checker, Evidence, Span } from '../history/evidence.js';
import { linearizable, type Operation } from './linearizable.js';

/** `undefined`: nobody has seen it yet, as after a loss. */
export interface RegisterState {
  version: number | undefined;
  value: string | undefined;
}

const EMPTY: RegisterState = { version: 0, value: undefined };
const UNSEEN: RegisterState = { version: undefined, value: undefined };
export const REGISTERS = 'register';

/** Register: each versioned record behaves as one that is read and written in one place, one call after the other. */
export const register: Checker = (evidence) => {
  const puts = callsOf(evidence.calls, 'records.put').filter(
    ({ request }) => request.collection === REGISTERS,
  );
  const gets = callsOf(evidence.calls, 'records.get').filter(
    ({ request }) => request.collection === REGISTERS,
  );
  const ids = new Set([
    ...puts.map(({ request }) => request.id),
    ...gets.flatMap(({ request }) => request.ids),
  ]);
  return [...ids].sort().flatMap((id) => {
    const operations = [
      ...puts.filter(({ request }) => request.id === id).flatMap(putOperation),
      ...gets
        .filter(({ request }) => request.ids[0] === id)
        .flatMap((get) => getOperation(get, evidence.staleReads)),
    ];
    return lives(evidence).flatMap(({ life, start }) => {
      const verdict = linearizable(within(operations, life), start);
      return verdict.linearizable === false
        ? [`${id}: no order explains the answers; ${verdict.stuckAt} fits nowhere`]
        : [];
    });
  });
};

function lives({ losses }: Evidence): Array<{ life: Span; start: RegisterState }> {
  const starts = [0, ...losses.map(({ until }) => until)];
  const ends = [...losses.map(({ from }) => from), Number.POSITIVE_INFINITY];
  return starts.map((from, index) => ({
    life: { from, until: ends[index] ?? Number.POSITIVE_INFINITY },
    start: index === 0 ? EMPTY : UNSEEN,
  }));
}

/** What was answered outside, or began before, may or may not count in this life. */
function within(
  operations: readonly Operation<RegisterState>[],
  { from, until }: Span,
): Operation<RegisterState>[] {
  return operations
    .filter((operation) => operation.from < until && operation.until > from)
    .map((operation) => {
      const isWhole = operation.from >= from && (operation.until <= until || operation.until === Infinity);
      return isWhole ? operation : { ...operation, until: Number.POSITIVE_INFINITY };
    });
}

function putOperation(call: CallOf<'records.put'>): Operation<RegisterState>[] {
  const { request, sentAt, reply, worker } = call;
  const { id, ifVersion } = request;
  const value = String(request.value.text);
  const name = `${worker}: put ${id} = ${value}${ifVersion === undefined ? '' : ` if ${ifVersion}`}`;
  if (!answered(call)) {
    if (!mayHaveRun(call)) return [];
    return [
      {
        name,
        from: sentAt,
        until: Number.POSITIVE_INFINITY,
        apply: (state) => stored(state, ifVersion, value),
      },
    ];
  }
  const span = { from: sentAt, until: call.settledAt };
  if (reply?.status === 'conflict') {
    const { version } = reply;
    const apply = (state: RegisterState) =>
      (state.version === undefined || state.version === version) && version !== ifVersion
        ? { ...state, version }
        : undefined;
    return [{ name: `${name}, answered: conflict with ${version}`, ...span, apply }];
  }
  const apply = (state: RegisterState) => {
    const next = stored(state, ifVersion, value);
    if (next === undefined) return undefined;
    return next.version === undefined || next.version === reply?.version
      ? { version: reply?.version, value }
      : undefined;
  };
  return [{ name: `${name}, answered: stored as ${reply?.version}`, ...span, apply }];
}

function stored(
  state: RegisterState,
  ifVersion: number | undefined,
  value: string,
): RegisterState | undefined {
  if (state.version === undefined)
    return { version: ifVersion === undefined ? undefined : ifVersion + 1, value };
  return ifVersion === undefined || ifVersion === state.version
    ? { version: state.version + 1, value }
    : undefined;
}

/** What a copy answers was true once, and that is all that is known. */
function getOperation(call: CallOf<'records.get'>, mayBeStale: boolean): Operation<RegisterState>[] {
  if (!answered(call)) return [];
  const { request, sentAt, settledAt, reply, worker } = call;
  const [record] = reply;
  const seen = { version: record?.version ?? 0, value: record ? String(record.value.text) : undefined };
  const apply = (state: RegisterState) => {
    const sameVersion = state.version === undefined || state.version === seen.version;
    const sameValue = state.value === undefined || state.value === seen.value;
    return sameVersion && sameValue ? seen : undefined;
  };
  const name = `${worker}: get ${request.ids[0]}, answered: ${seen.value} in version ${seen.version}`;
  return [{ name, from: mayBeStale ? 0 : sentAt, until: settledAt, apply }];
}
