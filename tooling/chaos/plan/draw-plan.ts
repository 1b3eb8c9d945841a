import { seededRandom } from '../../../packages/conformance/src/processes/random.js';
import { type Cast, drawBelow, drawOne, type Fault, type FaultKind } from '../faults/fault.js';
import { FAULTS } from '../faults/faults.js';
import type { System } from '../systems/system.js';
import { system } from '../systems/systems.js';
import type { RoundTimes } from '../worker/messages.js';

/** All that is decided before a round begins: the same seed and round give the same plan. */
export interface Plan {
  seed: number;
  round: number;
  system: string;
  workers: number;
  /** All workers are on the first host. */
  solo: boolean;
  /** Redis writes an append-only file, once a second. */
  appendOnly: boolean;
  workMs: number;
  faults: Fault[];
}

export interface PlanRequest {
  seed: number;
  round: number;
  systems: readonly string[];
  /** Only faults of these kinds; all where left out. */
  faults?: readonly string[];
}

const LAST_FAULT_AT_MS = 1_000;
const LEAST_WORK_MS = 1_300;
/** The work goes on for this long after the last fault was put right. */
const WORK_AFTER_MS = 300;

const CALL_POINTS = [
  'leases.acquire',
  'leases.release',
  'queues.push',
  'queues.claim',
  'queues.settle',
  'records.put',
  'logs.append',
  'audit.log',
  'approvals.approve',
  'approvals.consume',
].flatMap((verb) => [`asked ${verb}`, `answered ${verb}`]);

export function timesFor(workers: number): RoundTimes {
  // The more there are the less each does, so that a small machine is busy and not drowned.
  return { leaseMs: 500, claimMs: 500, callMs: 1_500, restMs: 4 * workers };
}

export function drawPlan({ seed, round, systems, faults: kinds }: PlanRequest): Plan {
  // Neighbouring rounds must not resemble each other.
  const random = seededRandom(Math.imul(seed ^ Math.imul(round, 0x9e3779b1), 0x85ebca6b));
  const chosen = system(systems[(round - 1) % systems.length] ?? '');
  const workers = 6 + drawBelow(random, 7);
  const cast: Cast = {
    hosts: chosen.hosts,
    cutHosts: chosen.cutHosts,
    workers,
    crashPoints: [...CALL_POINTS, ...chosen.crashPoints, ...chosen.crashPoints],
    leaseMs: timesFor(workers).leaseMs,
  };
  const possible = possibleFaults(chosen, kinds);
  const appendOnly = random() < 0.6;
  const solo = chosen.hosts > 1 && chosen.has.includes('failover') && random() < 0.6;
  const count = possible.length === 0 ? 0 : 1 + drawBelow(random, 4);
  const faults = Array.from({ length: count }, () => drawFault(random, possible, cast));
  faults.sort((one, other) => one.atMs - other.atMs);
  const ends = faults.map((fault) => fault.atMs + fault.forMs);
  const workMs = Math.max(LEAST_WORK_MS, ...ends.map((end) => end + WORK_AFTER_MS));
  return { seed, round, system: chosen.name, workers, solo, appendOnly, workMs, faults };
}

function possibleFaults(chosen: System, kinds: readonly string[] | undefined): FaultKind[] {
  return FAULTS.filter(({ kind, needs }) => {
    return chosen.has.includes(needs) && (kinds === undefined || kinds.includes(kind));
  });
}

function drawFault(random: () => number, possible: readonly FaultKind[], cast: Cast): Fault {
  const { kind, draw } = drawOne(random, possible);
  return { kind, atMs: 200 + drawBelow(random, LAST_FAULT_AT_MS - 200), forMs: 0, ...draw(random, cast) };
}

/** One line a fault, for people. */
export function describeFault({ kind, atMs, forMs, ...more }: Fault): string {
  const rest = Object.entries(more)
    .map(([name, value]) => ` ${name}=${value}`)
    .join('');
  return `${kind}${rest} at ${atMs} ms for ${forMs} ms`;
}
