import type { Program } from '../worker/default-program.js';
import type { WorkerLimits } from './worker-limits.js';

export interface LimitedCommand extends Program {
  environment: Record<string, string>;
}

/**
 * A command held to limits without root: a shell sets them and becomes the command, so the process id stays.
 *
 * What Linux gives: open files and priority hold for the worker and all it starts. Memory is `RLIMIT_DATA`,
 * which counts what a process may write and not what Node only reserves; it holds for each process by itself,
 * not for their sum (that takes a control group, so a container). The heap of Node is kept below it, so that a
 * worker collects garbage before it hits the wall. On macOS the kernel ignores the memory limit.
 */
export function limitedCommand(program: Program, limits: WorkerLimits): LimitedCommand {
  const { memory, openFiles, niceness } = limits;
  const steps = [
    ...(openFiles === undefined ? [] : [`ulimit -n ${openFiles}`]),
    ...(memory === undefined ? [] : [`ulimit -d ${Math.floor(memory / 1024)}`]),
  ];
  const nice = niceness ? `nice -n ${niceness} ` : '';
  if (steps.length === 0 && nice === '') return { ...program, environment: {} };
  const script = [...steps, `exec ${nice}"$0" "$@"`].join(' && ');
  return {
    command: '/bin/sh',
    args: ['-c', script, program.command, ...program.args],
    environment: memory === undefined ? {} : { NODE_OPTIONS: heapOption(memory) },
  };
}

/** Three quarters: code, buffers and stacks are outside the heap. */
function heapOption(memory: number): string {
  return `--max-old-space-size=${Math.floor((memory / 1024 / 1024) * 0.75)}`;
}
