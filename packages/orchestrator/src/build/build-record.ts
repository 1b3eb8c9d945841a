import { createHash } from 'node:crypto';
import type { JsonObject } from '@agentcoord/core';

export interface Specification {
  /** Relative to the root of the repository where it lies in it. */
  path: string;
  /** Of its bytes, SHA-256. */
  hash: string;
  /** Its first heading. */
  title: string;
}

/** What every process that carries out the build finds in the store. */
export interface BuildRecord {
  /** By the hash of the specification: the same document is the same build. */
  id: string;
  /** One plan of this build; its tasks have it as their tag. */
  run: string;
  specification: Specification;
  /** `planned`: nobody has approved it. `running`: it was approved. `ended`: nothing of it can go on. */
  status: 'planned' | 'running' | 'ended';
  summary: string;
  taskCount: number;
  planner: { provider: string; model: string; repairs: number };
  plannedAt: number;
  approvedAt?: number;
  approvedBy?: string;
  /** What it was approved with; left out where it was approved before there was one. */
  estimate?: ApprovedEstimate;
  endedAt?: number;
}

/** What whoever approved a build was told it would take. */
export interface ApprovedEstimate {
  /** `null`: the price of the model was not known. */
  costUsd: number | null;
  tookMs: number;
  /** `<provider>/<model>`. */
  model: string;
  maxWorkers: number;
}

export function specificationHash(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

export function buildIdOf(hash: string): string {
  return `build-${hash.slice(0, 10)}`;
}

export function taskIdOf(run: string, key: string): string {
  return `${run}.${key}`;
}

export function recordJson(record: BuildRecord): JsonObject {
  return JSON.parse(JSON.stringify(record)) as JsonObject;
}

/** The first heading, else the name of the file. */
export function specificationTitle(text: string, path: string): string {
  const heading = /^#{1,6}[ \t]+(.+?)[ \t#]*$/m.exec(text)?.[1] ?? path.split('/').at(-1) ?? path;
  return heading.slice(0, 120).toWellFormed();
}
