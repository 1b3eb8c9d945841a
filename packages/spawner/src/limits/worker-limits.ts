import { checkInteger, invalid } from '@agentcoord/core';

// A type and no interface, so that it can be stored as the JSON it is.
/** What one worker may use. Each launcher says which of them it can hold. */
export type WorkerLimits = {
  /** Bytes. A process is held to it one by one, a container as a whole. */
  memory?: number;
  openFiles?: number;
  /** 0 to 19: how far others go first on the CPU. */
  niceness?: number;
  /** How much of the CPUs: `1.5`. */
  cpus?: number;
  /** Processes and threads at once. */
  processes?: number;
};

/** Less does not hold Node itself. */
const MIN_MEMORY_BYTES = 128 * 1024 * 1024;

export function checkLimits(limits: WorkerLimits): WorkerLimits {
  const { memory, openFiles, niceness, cpus, processes, ...others } = limits;
  const [unknown] = Object.keys(others);
  if (unknown !== undefined)
    throw invalid(`limits.${unknown}`, 'memory, openFiles, niceness, cpus or processes');
  return {
    ...whole('memory', memory, MIN_MEMORY_BYTES, Number.MAX_SAFE_INTEGER),
    ...whole('openFiles', openFiles, 64, 1_048_576),
    ...whole('niceness', niceness, 0, 19),
    ...(cpus === undefined ? {} : { cpus: checkCpus(cpus) }),
    ...whole('processes', processes, 16, 1_048_576),
  };
}

function whole(
  name: keyof WorkerLimits,
  value: number | undefined,
  least: number,
  most: number,
): WorkerLimits {
  return value === undefined ? {} : { [name]: checkInteger(value, `limits.${name}`, least, most) };
}

function checkCpus(cpus: number): number {
  if (typeof cpus === 'number' && cpus >= 0.01 && cpus <= 1_024) return cpus;
  throw invalid('limits.cpus', 'a number from 0.01 to 1024, such as 1.5', cpus);
}
