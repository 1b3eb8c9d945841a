import { AgentCoordError, type Storage } from '@agentcoord/core';

/** One call and its answer, without what must differ: times, and the values of fences (their order stays). */
export interface Line {
  call: string;
  request: unknown;
  answer: unknown;
}

const FACETS = ['leases', 'queues', 'records', 'logs', 'limits'] as const;
/** Milliseconds since 1970 lie between; above are fences, below are counts. */
const [FIRST_TIME, FIRST_FENCE] = [1e11, 1e14];

/** The same storage; every call goes into the transcript with its answer. */
export function recorded(storage: Storage): { storage: Storage; lines: () => Line[] } {
  const raw: Line[] = [];
  const facets = new Map(FACETS.map((name) => [name as string, recordedFacet(name, storage[name], raw)]));
  const proxy = new Proxy(storage, {
    get(target, property) {
      const facet = facets.get(String(property));
      if (facet !== undefined) return facet;
      const value: unknown = Reflect.get(target, property, target);
      return typeof value === 'function' ? value.bind(target) : value;
    },
  });
  return { storage: proxy, lines: () => normalised(raw) };
}

function recordedFacet<Facet extends object>(name: string, facet: Facet, raw: Line[]): Facet {
  return new Proxy(facet, {
    get(target, property) {
      const value: unknown = Reflect.get(target, property, target);
      if (typeof value !== 'function') return value;
      return async (request: unknown, ...more: unknown[]) => {
        const line: Line = { call: `${name}.${String(property)}`, request, answer: undefined };
        raw.push(line);
        try {
          line.answer = await value.call(target, request, ...more);
          return line.answer;
        } catch (error) {
          line.answer = { threw: AgentCoordError.is(error) ? error.code : String(error) };
          throw error;
        }
      };
    },
  });
}

function normalised(raw: readonly Line[]): Line[] {
  const fences = new Set<number>();
  JSON.stringify(raw, (_name, value: unknown) => {
    if (typeof value === 'number' && value >= FIRST_FENCE) fences.add(value);
    return value;
  });
  const ranks = new Map([...fences].sort((one, other) => one - other).map((fence, rank) => [fence, rank]));
  const text = JSON.stringify(raw, (name, value: unknown) => {
    // Which of those in the way are shown is left to the storage; the model checks that they are.
    if (name === 'conflicts' && Array.isArray(value)) return value.length > 0;
    if (name === 'readyByRequires' && Array.isArray(value))
      return value.map((set) => JSON.stringify(set)).sort();
    if (typeof value !== 'number' || value < FIRST_TIME) return value;
    return value < FIRST_FENCE ? 'a time' : `fence ${ranks.get(value)}`;
  });
  return JSON.parse(text) as Line[];
}
