import { canonical, hash } from './canonical.js';
import { isQuiet, violation } from './invariants.js';
import type { Scope } from './rules.js';
import { agentSteps } from './steps/agents.js';
import { ownershipSteps } from './steps/ownership.js';
import { redisSteps } from './steps/redis.js';
import { shippingSteps } from './steps/shipping.js';
import { slowReaderSteps } from './steps/slow-reader.js';
import type { Step } from './steps/step.js';
import { timeSteps } from './steps/time.js';
import { withoutOwnerSteps } from './steps/without-owner.js';
import { copyOf, type World } from './world.js';

export interface Exploration {
  states: number;
  transitions: number;
  depth: number;
  /** What happened on the way to new states, without who and how often: `redis dies`. */
  kinds: Set<string>;
  /** Every reachable state was seen. */
  complete: boolean;
  /** What was violated and the shortest way there; `null` when nothing was. */
  found: { violation: string; trace: string[] } | null;
}

/** Every state that can be reached, nearest first, until one violates an invariant or all have been seen. */
export function explore(scope: Scope, start: World, options: { maxStates: number }): Exploration {
  const graph = new Graph();
  const first = canonical(start, scope);
  let frontier: [number, World][] = [[graph.add(start, hash(first), -1), start]];
  const kinds = new Set<string>();
  let depth = 0;
  let transitions = 0;
  while (frontier.length > 0) {
    const next: [number, World][] = [];
    for (const [id, world] of frontier) {
      for (const step of steps(world, scope)) {
        transitions += 1;
        const changed = copyOf(world);
        step.change(changed);
        const key = canonical(changed, scope);
        const code = hash(key);
        const known = graph.find(code);
        const reached = known ?? graph.add(changed, code, id);
        if (step.fault !== true) graph.connect(id, reached);
        if (known !== undefined) continue;
        const bad = violation(changed, scope);
        if (bad !== null) {
          const trace = retrace(scope, start, graph.path(reached));
          return {
            states: graph.size,
            transitions,
            kinds,
            depth: depth + 1,
            complete: false,
            found: { violation: bad, trace },
          };
        }
        kinds.add(kind(step.name));
        next.push([reached, changed]);
      }
      if (graph.size > options.maxStates)
        return { states: graph.size, transitions, kinds, depth, complete: false, found: null };
    }
    frontier = next;
    depth += 1;
  }
  const stuck = (scope.invariants?.includes('Convergence') ?? true) ? graph.neverQuiet() : undefined;
  const found =
    stuck === undefined
      ? null
      : {
          violation: 'Convergence: from here no quiet state can be reached without a fault',
          trace: retrace(scope, start, graph.path(stuck)),
        };
  return { states: graph.size, transitions, kinds, depth, complete: true, found };
}

function steps(world: World, scope: Scope): Step[] {
  const agents = agentSteps(world, scope);
  const clock = timeSteps(world, scope);
  if (scope.design === 'naive') return [...agents, ...redisSteps(world, scope), ...clock];
  return [
    ...ownershipSteps(world, scope),
    ...withoutOwnerSteps(world, scope),
    ...slowReaderSteps(world, scope),
    ...shippingSteps(world, scope),
    ...agents,
    ...redisSteps(world, scope),
    ...clock,
  ];
}

function kind(name: string): string {
  return name.replace(/\b(?:agent \d of [AB]|agent \d|[AB])\b/g, '…').replace(/\d+/g, 'n');
}

/** The names of the steps along a path of states. */
function retrace(scope: Scope, start: World, path: number[]): string[] {
  const names: string[] = [];
  let world = start;
  for (const target of path.slice(1))
    for (const step of steps(world, scope)) {
      const changed = copyOf(world);
      step.change(changed);
      if (hash(canonical(changed, scope)) !== target) continue;
      names.push(step.name);
      world = changed;
      break;
    }
  return names;
}

/** States by their hash, who found them, and the steps between them that are no faults. */
class Graph {
  private readonly ids = new Map<number, number>();
  private readonly hashes: number[] = [];
  private readonly parents: number[] = [];
  private readonly quiet: number[] = [];
  private readonly edges: number[] = [];

  get size(): number {
    return this.hashes.length;
  }

  find(code: number): number | undefined {
    return this.ids.get(code);
  }

  add(world: World, code: number, parent: number): number {
    const id = this.hashes.length;
    this.ids.set(code, id);
    this.hashes.push(code);
    this.parents.push(parent);
    if (isQuiet(world)) this.quiet.push(id);
    return id;
  }

  connect(from: number, to: number): void {
    if (from !== to) this.edges.push(from, to);
  }

  path(id: number): number[] {
    const way: number[] = [];
    for (let at = id; at !== -1; at = this.parents[at] ?? -1) way.unshift(this.hashes[at] ?? 0);
    return way;
  }

  /** The nearest state from which no quiet one can be reached. */
  neverQuiet(): number | undefined {
    const { edges } = this;
    const first = new Int32Array(this.size).fill(-1);
    const following = new Int32Array(edges.length / 2);
    for (let edge = 0; edge * 2 < edges.length; edge += 1) {
      const to = edges[edge * 2 + 1] ?? 0;
      following[edge] = first[to] ?? -1;
      first[to] = edge;
    }
    const reaches = new Uint8Array(this.size);
    const open = [...this.quiet];
    for (const id of open) reaches[id] = 1;
    for (let id = open.pop(); id !== undefined; id = open.pop())
      for (let edge = first[id] ?? -1; edge !== -1; edge = following[edge] ?? -1) {
        const from = edges[edge * 2] ?? 0;
        if (reaches[from] === 1) continue;
        reaches[from] = 1;
        open.push(from);
      }
    const stuck = reaches.indexOf(0);
    return stuck === -1 ? undefined : stuck;
  }
}
