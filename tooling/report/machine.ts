import { availableParallelism, cpus, totalmem } from 'node:os';

/** What a reader needs to judge figures measured here. */
export function describeMachine(): string {
  const memoryGib = Math.round(totalmem() / 1024 ** 3);
  const model = cpus()[0]?.model ?? 'unknown processor';
  return `${process.platform} ${process.arch}, Node ${process.versions.node}, ${availableParallelism()} cores (${model}), ${memoryGib} GiB`;
}
